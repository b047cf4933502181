# A PostgreSQL server for one test run, sourced by ./grains: on loopback, on a free port, with a data folder of its own that goes with it, as a user who
# is not root. Tests that need one skip, and say why, where there is none; docs/decisions/0060 says why that is no failure.

postgres_seconds=60 # how long making or starting a server may take
postgres_folder=
postgres_bin=
postgres_user=
postgres_as=()

# Sets GRANARY_TEST_POSTGRES, or GRANARY_TEST_POSTGRES_MISSING to why there is none. Its log goes to $1. Never fails.
start_postgres() {
    local log=$1
    if [[ -n ${GRANARY_TEST_POSTGRES:-} ]]; then
        say "PostgreSQL: the server of GRANARY_TEST_POSTGRES."
        return
    fi
    unset GRANARY_TEST_POSTGRES
    if ! find_postgres; then
        postgres_missing "is not installed (the package is usually called postgresql)"
    elif ! leave_root; then
        postgres_missing "does not run as root, and there is neither setpriv nor runuser to leave it"
    elif ! make_postgres "$log"; then
        stop_postgres
        postgres_missing "is installed but could not be started, see $log"
    else
        say "PostgreSQL $("$postgres_bin/postgres" --version | sed -E 's/[^0-9]*([0-9.]+).*/\1/') on 127.0.0.1, for this run."
    fi
}

postgres_missing() {
    export GRANARY_TEST_POSTGRES_MISSING="PostgreSQL $1"
    say "PostgreSQL $1; its tests are skipped."
}

# Debian keeps the servers out of the PATH, one folder per version.
find_postgres() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t / -k 5 -n -r) "$(dirname "$(command -v initdb || printf /)")"; do
        if [[ -x $folder/initdb && -x $folder/pg_ctl && -x $folder/postgres ]]; then
            postgres_bin=$folder
            return 0
        fi
    done
    return 1
}

leave_root() {
    ((EUID == 0)) || return 0
    postgres_user=nobody
    if id postgres >/dev/null 2>&1; then postgres_user=postgres; fi
    if command -v setpriv >/dev/null; then
        postgres_as=(setpriv "--reuid=$(id -u "$postgres_user")" "--regid=$(id -g "$postgres_user")" --clear-groups)
    elif command -v runuser >/dev/null; then
        postgres_as=(runuser -u "$postgres_user" --)
    else
        return 1
    fi
}

# Nothing of it needs to outlive a power cut, so it does not sync. Three tries, should somebody else take the port in between.
make_postgres() {
    local log=$1 port password options try
    : >"$log"
    postgres_folder=$(mktemp -d "${TMPDIR:-/tmp}/granary-postgres.XXXXXX" 2>>"$log") || return 1
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '%s\n' "$password" >"$postgres_folder/password"
    if [[ -n $postgres_user ]]; then
        chown -R "$postgres_user" "$postgres_folder" || return 1
    fi
    (cd / && bounded "$postgres_seconds" ${postgres_as[@]+"${postgres_as[@]}"} "$postgres_bin/initdb" -D "$postgres_folder/data" -U granary \
        -A scram-sha-256 --pwfile="$postgres_folder/password" -E UTF8 --locale=C --no-sync) >>"$log" 2>&1 </dev/null || return 1
    rm -f "$postgres_folder/password"
    for try in 1 2 3; do
        port=$(free_port) || return 1
        options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        options+=" -c shared_buffers=32MB -c max_connections=100 -c dynamic_shared_memory_type=mmap"
        if (cd / && bounded "$postgres_seconds" ${postgres_as[@]+"${postgres_as[@]}"} "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -w -t 30 \
            -l "$postgres_folder/server.log" -o "$options" start) >>"$log" 2>&1 </dev/null; then
            export GRANARY_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=granary;Password=$password;Database=postgres"
            return 0
        fi
        cat "$postgres_folder/server.log" >>"$log" 2>/dev/null || true
    done
    return 1
}

free_port() {
    local try port
    for try in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + RANDOM % 12000)) # below the range that outgoing connections use
        if ! listening "$port"; then
            printf '%s' "$port"
            return 0
        fi
    done
    return 1
}

# Idempotent; the server ends and its folder goes, whatever the run came to.
stop_postgres() {
    [[ -n $postgres_folder ]] || return 0
    local folder=$postgres_folder
    postgres_folder=
    if [[ -f $folder/data/postmaster.pid ]]; then
        (cd / && bounded "$postgres_seconds" ${postgres_as[@]+"${postgres_as[@]}"} "$postgres_bin/pg_ctl" -D "$folder/data" -m immediate -w -t 30 stop) \
            >/dev/null 2>&1 </dev/null || warn "grains: the PostgreSQL of this run did not stop; its folder is $folder"
    fi
    [[ -f $folder/data/postmaster.pid ]] || rm -rf "$folder"
}
