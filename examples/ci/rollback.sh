#!/usr/bin/env bash
# Takes a release back in the cluster that kubectl points to: applies the manifest of the set of policies that was there before.
# That manifest's address is `.data.prev` of the ConfigMap `policy`, where HMS-SVC puts it with every set that it brings.
#
# `hms promote --rollback rollback.sh` runs it on its own machine when a promotion fails or is aborted, once for each policy, with
#   HMS_POLICY  the policy                 HMS_ENV    the environment that failed: staging, preprod, production
#   HMS_FROM    the version to get rid of  HMS_RUN    the number of the run
#   HMS_TO      the version from before; empty if there was none
#
# KUBE_CONTEXT and KUBE_NAMESPACE choose the cluster and the namespace; without them it is what kubectl would take.
# It may be run again: where HMS_FROM is not in force any more, it does nothing.
set -euo pipefail

: "${HMS_POLICY:?is set by hms promote: the policy}"
: "${HMS_FROM:?is set by hms promote: the version to get rid of}"
: "${HMS_ENV:?is set by hms promote: the environment}"
: "${HMS_RUN:?is set by hms promote: the number of the run}"
to=${HMS_TO:-}

say() { printf '%s\n' "$*"; }
die() {
    printf 'rollback.sh: %s\n' "$*" >&2
    exit 1
}

kube() {
    local options=()
    [[ -z ${KUBE_CONTEXT:-} ]] || options+=(--context "$KUBE_CONTEXT")
    [[ -z ${KUBE_NAMESPACE:-} ]] || options+=(--namespace "$KUBE_NAMESPACE")
    kubectl ${options[@]+"${options[@]}"} "$@"
}

command -v kubectl >/dev/null || die "there is no kubectl on the PATH; $HMS_POLICY $HMS_FROM is still in $HMS_ENV"

# `policies` lists what is there. A set too large for a ConfigMap is behind a URL instead, and is taken back unseen.
current=$(kube get configmap policy -o jsonpath='{.data.current}') ||
    die "the ConfigMap policy of $HMS_ENV could not be read"
listed() {
    local any='[[:space:]]*'
    [[ $current =~ \"id\"$any:$any\""$HMS_POLICY"\"$any,$any\"version\"$any:$any\""$HMS_FROM"\" ]]
}
if [[ $current == *'"policies"'* ]] && ! listed; then
    say "$HMS_POLICY $HMS_FROM is not in $HMS_ENV any more (run #$HMS_RUN); nothing to do"
    exit 0
fi

previous=$(kube get configmap policy -o jsonpath='{.data.prev}') ||
    die "the ConfigMap policy of $HMS_ENV could not be read"
case $previous in
    http://* | https://*) ;;
    '') die "the ConfigMap policy of $HMS_ENV names no set before this one; take $HMS_POLICY back by hand" ;;
    *) die "the ConfigMap policy of $HMS_ENV names a set before this one that is no address: $previous" ;;
esac
[[ $previous != *[[:space:]]* ]] || die "the address of the set before has a space in it: $previous"

kube apply -f "$previous"
say "$HMS_POLICY is back from $HMS_FROM to ${to:-none} in $HMS_ENV (run #$HMS_RUN)"
