#!/usr/bin/env bash
# Starts clusters for staging, preprod and production on this machine: with kind where Docker answers and kind is
# installed, else as mini clusters (hms cluster up), which need neither. Says which kind it made, and what to do next.
# --mini takes mini clusters in any case; what follows is handed on to hms cluster up.
set -euo pipefail

home=$(cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
environments=(staging preprod production)

usage() {
    echo "usage: scripts/start-kind.sh [--mini] [OPTION OF hms cluster up]…"
}

mini=
case ${1:-} in
    -h | --help) usage && exit 0 ;;
    --mini) mini=1 && shift ;;
esac

if [[ -z $mini ]] && command -v kind >/dev/null && docker info >/dev/null 2>&1; then
    # Untried where this was written, which has no Docker.
    existing=$(kind get clusters)
    for environment in "${environments[@]}"; do
        if grep -qxF "hms-$environment" <<<"$existing"; then
            echo "hms-$environment is there already."
        else
            kind create cluster --name "hms-$environment" --wait 120s
        fi
    done
    echo
    echo "Made kind clusters: ${environments[*]/#/hms-}."
    echo "Next: name them as targets of kind kubernetes in hms.yaml (context: kind-hms-staging …), and start hms up."
    echo "End them: kind delete cluster --name hms-staging (…)"
    exit 0
fi

config=()
if [[ -f $home/examples/ci/hms.yaml ]]; then
    config=(--config "$home/examples/ci/hms.yaml")
fi
"$home/hms" cluster up "${config[@]}" "$@"

# Somebody has to approve what is deployed. For the example this script is that somebody: its key lies in the data folder.
example=$home/examples/ci/policies/pm25-inspection.yaml
keys=${HMS_DATA:-.hms}/example-keys
if [[ -f $example && ! -d $keys ]]; then
    echo
    rm -f "$example.sig"
    HMS_KEYS=$keys "$home/hms" key new "Example Approver"
    HMS_KEYS=$keys "$home/hms" approve "$example" --sign "Example Approver" --env staging,preprod,production --offline
fi

echo
echo "Made mini clusters: processes on this machine, not containers."
echo "Next: $home/hms ci run $home/examples/ci/.hms-ci/policy-pipeline.yml"
echo "      $home/hms chaos run --target staging --time 20s"
echo "Look at them: $home/hms cluster status      End them: $home/hms cluster down"
