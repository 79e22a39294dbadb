# Flowbench. On a fresh machine with Go: `make run` or `make test`; nothing else is needed.
#
# Another system's commands, without running them:  make -n run PM=dnf   (apt, dnf, pacman, brew)

GO     ?= go
BIN    := build/flowbench
TAGS   := -tags migrated_fynedo
SAMPLE := assets/samples/broken-backlinks.json

UNAME := $(shell uname -s)
PM    ?= $(firstword $(foreach p,apt:apt-get dnf:dnf pacman:pacman brew:brew,$(if $(shell command -v $(word 2,$(subst :, ,$(p))) 2>/dev/null),$(word 1,$(subst :, ,$(p))))))
SUDO  := $(if $(filter 0,$(shell id -u)),,sudo)

# What a window needs to be built and shown, by the machine's package manager.
packages.apt    := gcc libc6-dev pkgconf libgl-dev libx11-dev libxrandr-dev libxxf86vm-dev libxi-dev libxcursor-dev libxinerama-dev
packages.dnf    := gcc pkgconf-pkg-config mesa-libGL-devel libX11-devel libXrandr-devel libXxf86vm-devel libXi-devel libXcursor-devel libXinerama-devel
packages.pacman := gcc pkgconf mesa libx11 libxrandr libxxf86vm libxi libxcursor libxinerama
packages.brew   :=

has.apt    := dpkg-query -W -f='$${Status}' NAME 2>/dev/null | grep -q 'ok installed'
has.dnf    := rpm -q NAME >/dev/null 2>&1
has.pacman := pacman -Q NAME >/dev/null 2>&1

install.apt    := $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends
install.dnf    := $(SUDO) dnf install -y
install.pacman := $(SUDO) pacman -Sy --needed --noconfirm

# A package counts as missing where its manager is not on this machine, so that -n prints it.
missing = $(strip $(foreach p,$(packages.$(PM)),$(if $(filter yes,$(shell $(subst NAME,$(p),$(has.$(PM))) && echo yes)),,$(p))))

.PHONY: go run window packages test check bench soak screenshot clean

go:
	@command -v $(GO) >/dev/null || { echo "Flowbench is built with Go 1.26 or newer, which is not on this machine: install it first."; exit 1; }

run: go
ifeq ($(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(UNAME)),)
	@echo "There is no display here, so no window: running the sample flow on the command line."
	@mkdir -p build
	CGO_ENABLED=0 $(GO) build -o $(BIN)-cli ./app
	$(BIN)-cli run $(SAMPLE) --log
	$(BIN)-cli picture $(SAMPLE) -o build/board.png
	@echo "The board of this flow as a picture: build/board.png"
else
	@$(MAKE) --no-print-directory window
	$(BIN)
endif

# The binary with the window.
window: go packages
	@test -x $(BIN) || echo "Building Flowbench, 2 to 4 minutes the first time"
	@mkdir -p build; rm -f $(BIN).new
	@total=$$($(GO) list $(TAGS) -deps ./app 2>/dev/null | wc -l); n=0; \
	CGO_ENABLED=1 $(GO) build $(TAGS) -v -o $(BIN).new ./app 2>&1 | { while IFS= read -r line; do case "$$line" in \
	  *[!A-Za-z0-9./_-]*) printf '%s\n' "$$line" ;; \
	  *) n=$$((n + 1)); printf '\r  %d of at most %d parts' $$n $$total ;; \
	esac; done; test $$n = 0 || echo; }
	@test -x $(BIN).new && mv $(BIN).new $(BIN)

packages:
ifeq ($(PM),)
	@echo "No package manager known here (apt, dnf, pacman, brew). A window needs a C compiler and the headers of OpenGL and X11."
else ifeq ($(PM),brew)
	@xcode-select -p >/dev/null 2>&1 || { echo "A window needs Apple's command line tools: installing them with xcode-select --install"; xcode-select --install; }
else ifneq ($(missing),)
	@echo "A window needs these system packages, which are missing: $(missing)"
ifeq ($(SUDO),)
	@echo "Installing them with $(PM)."
else
	@command -v $(SUDO) >/dev/null || { echo "There is no sudo here: do this once as root: make packages"; exit 1; }
	@echo "Installing them with sudo and $(PM); it may ask for your password."
endif
	$(install.$(PM)) $(missing)
else
	@:
endif

# Everything, without cgo, a window or the network.
test: go
	CGO_ENABLED=0 $(GO) test ./...

# The house rules: form, vet, staticcheck, the layers and a comment on every package.
check: go
	@out=$$(gofmt -l .ci app assets canvas engine store); test -z "$$out" || { echo "not formatted (gofmt -w):"; echo "$$out"; exit 1; }
	CGO_ENABLED=0 $(GO) vet ./...
	CGO_ENABLED=0 $(GO) tool staticcheck ./...
	CGO_ENABLED=0 $(GO) test ./app -run 'Layers|PackageComments' -count=1

# What is promised about speed, measured: on a quiet machine.
bench: window
	bash .ci/bench

# What takes in what others wrote.
fuzzed := engine/flow:FuzzRead engine/flow:FuzzReadPart engine/kinds:FuzzFromCurl engine/expr:FuzzTemplate engine/expr:FuzzNesting \
	engine/worker:FuzzFrames engine/auth:FuzzUnseal engine/auth:FuzzRedactor app/cli:FuzzEnvFile

# The tests that kill, damage and play about for an hour.
soak: go
	FLOWBENCH_LONG=1 CGO_ENABLED=0 $(GO) test ./store ./app/session ./canvas -run 'Kill|Damage|Thousands|EveryBit|Probe' -count=1 -v -timeout 60m
	FLOWBENCH_LONG=1 CGO_ENABLED=0 $(GO) test ./engine ./engine/transport ./app/cli -run 'Thousands|Dialled|RedirectsLeak|FaultsOfTheNetwork|Canar|NoSecret' -count=1 -v -timeout 60m
	@for t in $(fuzzed); do echo "$$t"; CGO_ENABLED=0 $(GO) test ./$${t%:*} -run '^$$' -fuzz "^$${t#*:}\$$" -fuzztime 20s || exit 1; done

# The README's pictures of the real window.
screenshot: window
	bash .ci/screenshot

clean:
	rm -rf build
