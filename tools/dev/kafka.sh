# shellcheck shell=bash
# A private Apache Kafka of this clone, in KRaft mode: one node, or three whose topics are replicated.
#
# What is fetched, the archive of loaded classes and the formatted folders are kept in .haven/kafka; the
# data of a cluster stand beside them under its name.

KAFKA_PLUGIN=org.apache.maven.plugins:maven-dependency-plugin:3.8.1
KAFKA_JAVA=(-Xms64m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1)
KAFKA_START_SECONDS=${KAFKA_START_SECONDS:-60}

# kafka_paths NAME: sets KAFKA_DATA, KAFKA_PORT (of node 1; the others follow, controllers 10 above,
# TLS with a password 20 above), KAFKA_BROKERS, KAFKA_SECURE (the same brokers over TLS) and
# KAFKA_SETTINGS (a file of what a client says there).
kafka_paths() {
    KAFKA_HOME=$HAVEN_ROOT/.haven/kafka
    KAFKA_DATA=$KAFKA_HOME/$1
    if [ -f "$KAFKA_DATA/port" ]; then
        KAFKA_PORT=$(cat "$KAFKA_DATA/port")
    else
        # Apart from other clones and other clusters of this one, below the ephemeral ports.
        KAFKA_PORT=$((10000 + 0x$(printf '%s' "$HAVEN_KEY$1" | sha256sum | cut -c1-7) % 700 * 30))
    fi
    KAFKA_NODES=$(cat "$KAFKA_DATA/nodes" 2>/dev/null || echo 1)
    KAFKA_BROKERS=$(kafka_addresses "$KAFKA_NODES")
    KAFKA_SECURE=$(kafka_addresses "$KAFKA_NODES" 20)
    KAFKA_SETTINGS=$KAFKA_DATA/secrets/client.properties
}

# kafka_addresses NODES [ABOVE]
kafka_addresses() {
    local node list=''
    for ((node = 0; node < $1; ++node)); do list+=",127.0.0.1:$((KAFKA_PORT + ${2:-0} + node))"; done
    echo "${list#,}"
}

# A private authority, the nodes' certificate and the clients' password. SCRAM would be the choice
# where librdkafka 2.0.2 could it; over TLS PLAIN tells nobody the password either.
kafka_secrets() {
    local folder=$KAFKA_DATA/secrets password
    [ ! -f "$KAFKA_SETTINGS" ] || return 0
    deploy/secrets.sh make "$folder" kafka || die "no certificates for Kafka"
    password=$(cat "$folder/keys/vault.kek")
    (umask 077 && cat >"$KAFKA_SETTINGS" <<TEXT
security.protocol=sasl_ssl
ssl.ca.location=$folder/tls/ca.crt
sasl.mechanism=PLAIN
sasl.username=haven
sasl.password=$password
TEXT
    )
    (umask 077 && cat >"$folder/broker.properties" <<TEXT
ssl.keystore.type=PEM
ssl.keystore.location=$folder/tls/kafka.pem
ssl.truststore.type=PEM
ssl.truststore.location=$folder/tls/ca.crt
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
  user_haven="$password";
TEXT
    )
}

# The jars of deploy/kafka/pom.xml, fetched once.
kafka_fetch() {
    local lib=$KAFKA_HOME/lib log=$KAFKA_HOME/maven.log
    cmp -s deploy/kafka/pom.xml "$lib/pom.xml" && return
    install_packages "${KAFKA_PACKAGES[@]}"
    say "fetching Apache Kafka from Maven Central"
    rm -rf "$lib" "$KAFKA_HOME"/*.jsa "$KAFKA_HOME"/formatted-*
    mkdir -p "$lib"
    mvn -B -q -f deploy/kafka/pom.xml "$KAFKA_PLUGIN:copy-dependencies" -DincludeScope=runtime \
        -DoutputDirectory="$lib" >"$log" 2>&1 9>&- ||
        { tail -5 "$log" >&2 && die "Apache Kafka could not be fetched; see $log"; }
    cp deploy/kafka/pom.xml "$lib/pom.xml"
}

kafka_class_path() {
    printf '%s\n' "$KAFKA_HOME"/lib/*.jar | LC_ALL=C sort | paste -sd: -
}

# kafka_properties NODE NODES: the whole configuration of one node.
kafka_properties() {
    local node=$1 nodes=$2 voters='' other
    for ((other = 1; other <= nodes; ++other)); do
        voters+=",$other@127.0.0.1:$((KAFKA_PORT + 9 + other))"
    done
    local replicas=$((nodes >= 3 ? 3 : 1)) minimum=$((nodes >= 3 ? 2 : 1))
    local open=PLAINTEXT://127.0.0.1:$((KAFKA_PORT + node - 1)) proxied='' said=''
    local secure=SASL_SSL://127.0.0.1:$((KAFKA_PORT + 19 + node))
    # The fault harness stands between this listener and where it says it is (three nodes at most).
    if [ -n "${KAFKA_PROXIED:-}" ]; then
        proxied=,PROXIED://127.0.0.1:$((KAFKA_PORT + 2 + node))
        said=,PROXIED://127.0.0.1:$((KAFKA_PORT + 5 + node))
    fi
    cat deploy/kafka/server.properties "$KAFKA_DATA/secrets/broker.properties"
    cat <<TEXT
node.id=$node
controller.quorum.voters=${voters#,}
listeners=$open$proxied,$secure,CONTROLLER://127.0.0.1:$((KAFKA_PORT + 9 + node))
advertised.listeners=$open$said,$secure
log.dirs=$KAFKA_DATA/node-$node
default.replication.factor=$replicas
min.insync.replicas=$minimum
offsets.topic.replication.factor=$replicas
transaction.state.log.replication.factor=$replicas
transaction.state.log.min.isr=$minimum
share.coordinator.state.topic.replication.factor=$replicas
share.coordinator.state.topic.min.isr=$minimum
TEXT
    [ "$nodes" -eq 1 ] || cat <<TEXT
broker.session.timeout.ms=2000
controller.quorum.election.timeout.ms=500
controller.quorum.fetch.timeout.ms=1000
replica.lag.time.max.ms=3000
TEXT
}

# kafka_format NODE NODES: the empty folder of a node; formatting takes two seconds, a copy none.
kafka_format() {
    local node=$1 formatted=$KAFKA_HOME/formatted-$1-of-$2
    if [ ! -d "$formatted" ]; then
        rm -rf "$KAFKA_DATA/node-$node"
        java "${KAFKA_JAVA[@]}" -Xshare:auto -Dlog4j2.configurationFile="$HAVEN_ROOT/deploy/kafka/log4j2.properties" \
            -cp "$(kafka_class_path)" kafka.tools.StorageTool format -t aGF2ZW5oYXZlbmhhdmVuaA \
            -c "$KAFKA_DATA/node-$node.properties" >"$KAFKA_DATA/format.log" 2>&1 9>&- ||
            { cat "$KAFKA_DATA/format.log" >&2 && die "Kafka's folder could not be formatted"; }
        cp -r "$KAFKA_DATA/node-$node" "$formatted.new" && mv "$formatted.new" "$formatted"
    else
        cp -r "$formatted" "$KAFKA_DATA/node-$node"
    fi
}

# True for a living node of this cluster: pids are given again to others.
is_kafka() {
    [ -f "$KAFKA_DATA/node-$1.pid" ] &&
        grep -qsaF -- "$KAFKA_DATA/node-$1.properties" "/proc/$(cat "$KAFKA_DATA/node-$1.pid")/cmdline"
}

# kafka_start NODE: in the background; the first ever writes the archive of loaded classes at its end,
# which halves the start of all later ones.
kafka_start() {
    local node=$1 archive=$KAFKA_HOME/classes.jsa share=(-Xshare:auto)
    if [ -f "$archive" ]; then
        share+=("-XX:SharedArchiveFile=$archive")
    elif [ "$node" -eq 1 ]; then
        share+=("-XX:ArchiveClassesAtExit=$archive")
    fi
    : >"$KAFKA_DATA/node-$node.log"
    setsid java "${KAFKA_JAVA[@]}" "${share[@]}" \
        -Dlog4j2.configurationFile="$HAVEN_ROOT/deploy/kafka/log4j2.properties" \
        -cp "$(kafka_class_path)" kafka.Kafka "$KAFKA_DATA/node-$node.properties" \
        </dev/null >"$KAFKA_DATA/node-$node.log" 2>&1 9>&- &
    echo $! >"$KAFKA_DATA/node-$node.pid"
}

kafka_wait() {
    local node=$1 until=$((SECONDS + KAFKA_START_SECONDS))
    until grep -q 'Kafka Server started' "$KAFKA_DATA/node-$node.log"; do
        if ! kill -0 "$(cat "$KAFKA_DATA/node-$node.pid")" 2>/dev/null || [ $SECONDS -ge $until ]; then
            tail -5 "$KAFKA_DATA/node-$node.log" >&2
            die "Kafka did not start; see $KAFKA_DATA/node-$node.log"
        fi
        sleep 0.05
    done
}

# kafka_up NAME [NODES]: what runs already stays; data are kept until kafka_down NAME --forget.
kafka_up() {
    local name=$1 nodes=${2:-} node
    mkdir -p "$HAVEN_ROOT/.haven/kafka"
    kafka_paths "$name"
    kafka_fetch
    nodes=${nodes:-$KAFKA_NODES}
    mkdir -p "$KAFKA_DATA"
    if [ "$nodes" != "$KAFKA_NODES" ] && [ -d "$KAFKA_DATA/node-1" ]; then
        die "$name has $KAFKA_NODES nodes: ./dev kafka down --forget first"
    fi
    echo "$nodes" >"$KAFKA_DATA/nodes"
    echo "$KAFKA_PORT" >"$KAFKA_DATA/port"
    kafka_secrets
    for ((node = 1; node <= nodes; ++node)); do
        is_kafka "$node" && continue
        (umask 077 && kafka_properties "$node" "$nodes" >"$KAFKA_DATA/node-$node.properties")
        [ -d "$KAFKA_DATA/node-$node" ] || kafka_format "$node" "$nodes"
        kafka_start "$node"
    done
    for ((node = 1; node <= nodes; ++node)); do kafka_wait "$node"; done
    kafka_paths "$name"
}

# kafka_down NAME [--forget]: one node after the other, since all at once wait for each other; the last
# of several has no quorum to take leave of. Data that are not kept need no orderly end, but the first
# ever writes the archive of classes then.
kafka_down() {
    local node pid signal=TERM patience=400
    kafka_paths "$1"
    if [ "${2:-}" = --forget ] && [ -f "$KAFKA_HOME/classes.jsa" ]; then signal=KILL; fi
    for ((node = 1; node <= KAFKA_NODES; ++node)); do
        if is_kafka "$node"; then
            pid=$(cat "$KAFKA_DATA/node-$node.pid")
            if [ "$node" -gt 1 ] && [ "$node" -eq "$KAFKA_NODES" ]; then patience=40; fi
            kill -"$signal" "$pid" 2>/dev/null || true
            for _ in $(seq "$patience"); do
                is_kafka "$node" || break
                sleep 0.05
            done
            if is_kafka "$node"; then kill -KILL "$pid" 2>/dev/null || true; fi
        fi
        rm -f "$KAFKA_DATA/node-$node.pid"
    done
    [ "${2:-}" != --forget ] || rm -rf "$KAFKA_DATA"
}

kafka_status() {
    local node
    kafka_paths "$1"
    for ((node = 1; node <= KAFKA_NODES; ++node)); do
        if is_kafka "$node"; then
            echo "node $node  127.0.0.1:$((KAFKA_PORT + node - 1))  pid $(cat "$KAFKA_DATA/node-$node.pid")"
        else
            echo "node $node  down"
        fi
    done
}

# run_kafka up [NODES] | down [--forget] | status
run_kafka() {
    case ${1:-status} in
        up)
            case ${2:-1} in [1-9]) ;; *) die "./dev kafka up takes the number of nodes, 1 to 9" ;; esac
            kafka_up dev "${2:-}"
            say "Kafka is up: HAVEN_TEST_KAFKA=$KAFKA_BROKERS HAVEN_TEST_KAFKA_SECURE=$KAFKA_SECURE" \
                "HAVEN_TEST_KAFKA_SETTINGS=$KAFKA_SETTINGS"
            ;;
        down) kafka_down dev "${2:-}" && say "Kafka is down" ;;
        status) kafka_status dev ;;
        *) die "./dev kafka knows up [NODES], down [--forget] and status" ;;
    esac
}
