# What every program of a sandbox may use.

# Answers.
def reply($status; $body): {status: $status, body: $body};
def plain($status; $text): {status: $status, headers: {"content-type": "text/plain; charset=utf-8"}, body: $text};
def header($name; $value): .headers[$name] = $value;
def says($line): .said = $line;
def keeps($state): .state = $state;

# Made-up but steady data: the same text always gives the same numbers.
def hash: reduce (tostring | explode[]) as $c (5381; (. * 33 + $c) % 4294967296);
def roll($n): (. % 1000003) as $x | ($x * $x % 1000003 * 40503 + $x) % 1000003 % $n;
def pick($list): $list[roll($list | length)];
def letters($alphabet; $n):
  ($alphabet | explode) as $a | ($a | length) as $l | . as $seed
  | [range($n) | $a[$seed + . * 7919 | roll($l)]] | implode;
def base62($n): letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"; $n);
def hex($n): letters("0123456789abcdef"; $n);

# A day and a second so many days after the first of January 2025.
def day: 1735689600 + . * 86400 | todate | .[:10];
def second($s): 1735689600 + . * 86400 + $s % 86400 | todate;

# Reading what was sent.
def words($by): split($by) | map(gsub("^\\s+|\\s+$"; "")) | map(select(. != ""));
def whole: tostring | if test("^-?[0-9]+$") then tonumber else null end;
def email: type == "string" and test("^[^@\\s,]+@[^@\\s,]+\\.[^@\\s,]+$");
def plural($n; $word): "\($n) \($word)" + (if $n == 1 then "" else "s" end);
def sent: if (.body | type) == "object" then .body else {} end;
def capital: (.[:1] | ascii_upcase) + .[1:];

# OAuth2. Who asks for a token, from a Basic header or from the form.
def unplus: gsub("\\+"; " ") | @urid;
def client: (.headers.authorization // "") as $h
  | if $h | startswith("Basic ") then ($h[6:] | try @base64d catch "" | split(":")) as $p | {id: ($p[0] // "" | unplus), secret: ($p[1:] | join(":") | unplus)}
    else {id: (sent.client_id // ""), secret: (sent.client_secret // "")} end;
def no_token($status; $error; $why): reply($status; {error: $error, error_description: $why}) | header("cache-control"; "no-store");
def base64url: @base64 | gsub("\\+"; "-") | gsub("/"; "_") | gsub("="; "");
def unbase64url: gsub("-"; "+") | gsub("_"; "/") | @base64d;

# Signing in: at once and without a question the browser goes back, to this machine only,
# with a code that holds what the token request must repeat.
def back($to; $params): reply(302; null)
  | header("location"; $to + (if $to | contains("?") then "&" else "?" end) + ($params | to_entries | map(select(.value != null) | "\(.key)=\(.value | @uri)") | join("&")));
def sign_in($issuer): .query as $q | ($q.redirect_uri // "") as $to
  | if $to | test("^http://(127\\.0\\.0\\.1|\\[::1\\]|localhost)(:[0-9]+)?(/[^\\s#]*)?$") | not then plain(400; "The sign-in goes back to this machine only: redirect_uri is \($to | tojson)")
    elif ($q.client_id // "") == "" then plain(400; "client_id is missing")
    elif $q.response_type != "code" then back($to; {error: "unsupported_response_type", state: $q.state, iss: $issuer})
    else back($to; {code: ([$q.client_id, $to, $q.code_challenge, $q.state] | tojson | base64url), state: $q.state, iss: $issuer}) end;
# What is wrong with the code that a token request brings, or null.
def code_fault: sent as $b | client as $c | (try ($b.code | unbase64url | fromjson | arrays) catch null) as $code
  | if $code == null then "the code is none that was given out here"
    elif $code[0] != $c.id then "the code was given to another client"
    elif $code[1] != $b.redirect_uri then "redirect_uri is not that of the sign-in"
    elif $code[2] == null then null
    elif ($b.code_verifier // "" | sha256url) != $code[2] then "code_verifier is not that of the sign-in's code_challenge"
    else null end;
