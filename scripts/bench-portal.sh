#!/bin/sh
# Measures the public pages side by side with nginx serving the same bytes, all on loopback, in turns; medians of the rounds.
# Needs wrk, nginx and curl: apt install wrk nginx-light curl. Usage: bench-portal.sh [SECONDS A ROUND] [ROUNDS]
set -eu

seconds=${1:-4}
rounds=${2:-5}
for tool in wrk nginx curl; do
	command -v "$tool" >/dev/null || { echo "$tool is needed: apt install wrk nginx-light curl" >&2; exit 1; }
done
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
chmod 755 "$work" # the workers of nginx are somebody else
loa_port=18480 nginx_port=18481
loa_pid="" nginx_pid=""
finish() {
	[ -z "$nginx_pid" ] || kill "$nginx_pid" 2>/dev/null || true
	[ -z "$loa_pid" ] || kill "$loa_pid" 2>/dev/null || true
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

# answers URL: waits until it does, at most a minute.
answers() {
	curl -sf -o /dev/null --retry 120 --retry-delay 1 --retry-max-time 60 --retry-all-errors "$1" || { echo "no answer from $1" >&2; cat "$work"/*.log "$work"/*.err >&2; exit 1; }
}

(cd "$here" && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$work/loa" ./cmd/loa)
"$work/loa" serve --data "$work/data" --listen "127.0.0.1:$loa_port" --sample >"$work/loa.out" 2>"$work/loa.log" &
loa_pid=$!
answers "http://127.0.0.1:$loa_port/"

# The same bytes, packed by Loa, as files for nginx.
pages="/ /ke-hoach/1 /ke-hoach/1/ket-qua"
codings="identity gzip br"
mkdir -p "$work/tmp"
for coding in $codings; do
	mkdir -p "$work/www/$coding"
	for page in $pages; do
		curl -s -H "Accept-Encoding: $coding" -o "$work/www/$coding/page$(echo "$page" | tr / _)" "http://127.0.0.1:$loa_port$page"
	done
done
cat >"$work/nginx.conf" <<CONF
daemon off; pid $work/nginx.pid; error_log $work/nginx.err; worker_processes auto;
events { worker_connections 1024; }
http {
	access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; default_type text/html;
	open_file_cache max=100;
	client_body_temp_path $work/tmp; proxy_temp_path $work/tmp; fastcgi_temp_path $work/tmp; uwsgi_temp_path $work/tmp; scgi_temp_path $work/tmp;
	server {
		listen 127.0.0.1:$nginx_port; root $work/www;
		location /gzip/ { add_header Content-Encoding gzip; }
		location /br/ { add_header Content-Encoding br; }
	}
}
CONF
nginx -c "$work/nginx.conf" -e "$work/nginx.err" &
nginx_pid=$!
answers "http://127.0.0.1:$nginx_port/identity/page_"

# ask CODING URL: requests a second and the 99th hundredth in milliseconds.
ask() {
	wrk -t1 -c64 -d"${seconds}s" --latency -H "Accept-Encoding: $1" "$2" >"$work/wrk.out"
	if grep -q 'Non-2xx' "$work/wrk.out"; then cat "$work/wrk.out" >&2; exit 1; fi
	awk '/Requests\/sec/ {r=$2} $1 == "99%" {p=$2+0; if ($2 ~ /[0-9]us$/) p /= 1000; else if ($2 ~ /[0-9]s$/) p *= 1000} END {printf "%.0f %.1f\n", r, p}' "$work/wrk.out"
}

# median COLUMN: the one in the middle of what it reads.
median() { sort -n -k "$1,$1" | awk -v at="$1" '{v[NR]=$at} END {print v[int((NR+1)/2)]}'; }

printf '%-20s %-9s %7s  %-16s %-16s %s\n' page coding bytes 'loa req/s p99 ms' nginx 'ratio, least to most'
for coding in $codings; do
	for page in $pages; do
		file="$work/www/$coding/page$(echo "$page" | tr / _)"
		: >"$work/rounds"
		n=0
		while [ "$n" -lt "$rounds" ]; do
			a=$(ask "$coding" "http://127.0.0.1:$loa_port$page")
			b=$(ask "$coding" "http://127.0.0.1:$nginx_port${file#"$work/www"}")
			echo "$a $b" | awk '{printf "%s %.2f\n", $0, $1/$3}' >>"$work/rounds"
			n=$((n + 1))
		done
		of() { median "$1" <"$work/rounds"; }
		printf '%-20s %-9s %7d  %-16s %-16s %s  %s\n' "$page" "$coding" "$(wc -c <"$file")" "$(of 1) $(of 2)" "$(of 3) $(of 4)" "$(of 5)" \
			"$(sort -n -k 5,5 "$work/rounds" | awk 'NR==1 {a=$5} {b=$5} END {print a, b}')"
	done
done
awk '/VmRSS|VmHWM/ {printf "loa %s %.0f MB\n", $1, $2/1024}' "/proc/$loa_pid/status"
