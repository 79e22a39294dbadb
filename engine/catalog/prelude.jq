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
