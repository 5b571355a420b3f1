#!/bin/sh
# Measures the public pages side by side with nginx serving the same bytes, all on loopback.
# Needs wrk, nginx and curl: apt install wrk nginx-light curl. Usage: bench-portal.sh [SECONDS A ROUND] [ROUNDS]
set -eu

seconds=${1:-8}
rounds=${2:-3}
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
mkdir -p "$work/www" "$work/tmp"
for page in $pages; do
	file="$work/www/page$(echo "$page" | tr / _).html"
	curl -s -o "$file" "http://127.0.0.1:$loa_port$page"
	curl -s -H 'Accept-Encoding: gzip' -o "$file.gz" "http://127.0.0.1:$loa_port$page"
done
cat >"$work/nginx.conf" <<CONF
daemon off; pid $work/nginx.pid; error_log $work/nginx.err; worker_processes auto;
events { worker_connections 1024; }
http {
	access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; gzip_static on; default_type text/html;
	open_file_cache max=100;
	client_body_temp_path $work/tmp; proxy_temp_path $work/tmp; fastcgi_temp_path $work/tmp; uwsgi_temp_path $work/tmp; scgi_temp_path $work/tmp;
	server { listen 127.0.0.1:$nginx_port; root $work/www; }
}
CONF
nginx -c "$work/nginx.conf" -e "$work/nginx.err" &
nginx_pid=$!
answers "http://127.0.0.1:$nginx_port/page_.html"

# ask URL: requests a second and the 99th hundredth.
ask() {
	wrk -t1 -c64 -d"${seconds}s" --latency -H 'Accept-Encoding: gzip' "$1" >"$work/wrk.out"
	if grep -q 'Non-2xx' "$work/wrk.out"; then cat "$work/wrk.out" >&2; exit 1; fi
	awk '/Requests\/sec/ {r=$2} /99%/ {p=$2} END {printf "%.0f %s", r, p}' "$work/wrk.out"
}

printf '%-22s %8s  %-22s %-22s %s\n' page bytes 'loa req/s p99' 'nginx req/s p99' ratio
for page in $pages; do
	file="page$(echo "$page" | tr / _).html"
	bytes=$(wc -c <"$work/www/$file.gz")
	n=0
	while [ "$n" -lt "$rounds" ]; do
		a=$(ask "http://127.0.0.1:$loa_port$page")
		b=$(ask "http://127.0.0.1:$nginx_port/$file")
		ratio=$(echo "${a%% *} ${b%% *}" | awk '{printf "%.2f", $1/$2}')
		printf '%-22s %8d  %-22s %-22s %s\n' "$page" "$bytes" "$a" "$b" "$ratio"
		n=$((n + 1))
	done
done
awk '/VmRSS|VmHWM/ {printf "loa %s %.0f MB\n", $1, $2/1024}' "/proc/$loa_pid/status"
