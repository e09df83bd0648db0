# What the rehearsals of a cluster share: sourced, it makes a folder, a Redis server and a long sweep of two trials in it, and says
# how silos are started and asked. Needs dotnet, redis-server and python3. Whatever it starts ends with the script.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
HYBRID=${HYBRID:-$here/artifacts/bin/OrleansHybrid.Cli/release/hybrid.dll}
work=$(mktemp -d)
pids=()
end() { kill -CONT "${pids[@]}" 2>/dev/null || true; kill -KILL "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; sleep 1; rm -rf "$work"; }
trap end EXIT
cd "$work"

port=$((20000 + RANDOM % 10000))
redis-server --port $port --dir "$work" --appendonly yes --appendfsync always --save "" > redis.log 2>&1 & pids+=($!)
cluster=redis:127.0.0.1:$port

# sweep EPOCHS EVERY [more lines]: writes sweep.yaml, of trials that checkpoint so often.
sweep() {
  cat > sweep.yaml <<YAML
name: long
method: grid
metric: {name: top1, goal: maximize}
parameters: {temperature: {values: [0.1, 0.5]}}
recipe: {dataset: synthetic, imbalance: 10, head_images: 50, test_images: 10, backbone: resnet8, batch_size: 32, epochs: $1, learning_rate: 0.05,
  projection_hidden: 32, projection_dim: 16, evaluate_every_epochs: 100}
checkpoint: {every_epochs: $2}
${3:-}
YAML
}

# silo NAME ARGUMENTS...: starts one, whose process id is then in $silo.
silo() {
  local name=$1; shift
  nice dotnet "$HYBRID" silo --cluster $cluster --checkpoints "$work/checkpoints" --local "$work/$name" "$@" > "$name.log" 2>&1 &
  silo=$!; pids+=($silo)
}

hybrid() { dotnet "$HYBRID" "$@" --cluster $cluster; }

# ask EXPRESSION: of the sweep's status (s) and its trials' rows (t).
ask() { hybrid status long --output json 2>/dev/null | python3 -c "import json, sys; d = json.load(sys.stdin); s, t = d['status'], d['trials']; print($1)" 2>/dev/null || echo "no answer"; }

# wait_for SECONDS EXPRESSION: until it is True.
wait_for() { local end=$((SECONDS + $1)); until [ "$(ask "$2")" = True ]; do [ $SECONDS -lt $end ] || return 1; sleep 0.5; done; }

# check WHAT COMMAND...: says whether a promise holds.
rc=0
check() { local what=$1; shift; if "$@"; then echo "held: $what"; else echo "broken: $what"; rc=1; fi; }
