#!/usr/bin/env bash
# Speaks the trainer protocol and "trains" a chain of numbers: its final weights depend on every step, so a step that was
# left out or taken from the wrong checkpoint shows. Each step is noted in a journal beside the checkpoints.
set -u
STEPS_PER_EPOCH=${SCRIPTED_STEPS_PER_EPOCH:-2}
STEP_SECONDS=${SCRIPTED_STEP_SECONDS:-0.02}

read -r order || exit 1
field() { [[ $order =~ \"$1\":\"?([^\",}]*) ]] && echo "${BASH_REMATCH[1]}"; }
printf -v attempt %d "$(field attempt)"
epochs=$(field epochs) seed=$(field seed) folder=$(field checkpoint_directory)

checkpoint() {
  printf -v name a%04d-s%06d "$attempt" "$step"
  mkdir -p "$folder/$name" && echo "$weights" >"$folder/$name/weights"
  reference="{\"name\":\"$name\",\"attempt\":$attempt,\"epoch\":$((step / STEPS_PER_EPOCH)),\"step\":$step,\"bytes\":${#weights},\"manifest_sha256\":\"$weights\"}"
}

step=0 weights=$((seed + 1)) resumed=null
if [[ $order =~ \"resume_from\":\[(\{[^}]*\}) ]]; then
  resumed=${BASH_REMATCH[1]}
  [[ $resumed =~ \"name\":\"([^\"]*)\" ]] && weights=$(<"$folder/${BASH_REMATCH[1]}/weights")
  [[ $resumed =~ \"step\":([0-9]+) ]] && step=${BASH_REMATCH[1]}
fi
start=$step steps=$((epochs * STEPS_PER_EPOCH))
echo "{\"type\":\"started\",\"resumed_from\":$resumed,\"epochs\":$epochs,\"steps_per_epoch\":$STEPS_PER_EPOCH,\"class_counts\":[5,2]}"

accuracy='{"top1":0.5}'
while ((step < steps)); do
  # The pause of a step is also where commands are heard; an input that ends is a silo that is gone.
  if read -r -t "$STEP_SECONDS" _; then
    if ((step == start)); then echo '{"type":"preempted","checkpoint":null}'; else
      checkpoint
      echo "{\"type\":\"preempted\",\"checkpoint\":$reference}"
    fi
    exit 0
  elif (($? <= 128)); then
    kill -KILL $$
  fi
  ((step++))
  weights=$(((weights * 31 + step) % 1000000007))
  echo "$attempt $step" >>"$folder/journal"
  epoch=$((step / STEPS_PER_EPOCH))
  echo "{\"type\":\"progressed\",\"progress\":{\"epoch\":$epoch,\"step\":$step,\"steps\":$steps,\"train_loss\":1,\"alpha\":0.5,\"learning_rate\":0.1,\"images_per_second\":100,\"images\":$((step * 10))}}"
  ((step % STEPS_PER_EPOCH)) && continue
  echo "{\"type\":\"epoch-ended\",\"metrics\":{\"epoch\":$epoch,\"step\":$step,\"train_loss\":1,\"classifier_loss\":1,\"alpha\":0.5,\"learning_rate\":0.1,\"accuracy\":$accuracy,\"images_per_second\":100,\"seconds\":0.01}}"
  ((step == steps)) && break
  checkpoint
  echo "{\"type\":\"checkpoint-written\",\"checkpoint\":$reference,\"seconds\":0.01}"
done
checkpoint
echo "{\"type\":\"completed\",\"result\":{\"epochs\":$epochs,\"train_loss\":1,\"accuracy\":$accuracy,\"best_top1\":0.5,\"images_per_second\":100,\"weights_sha256\":\"$weights\"},\"checkpoint\":$reference}"
