/// Digests, Merkle tree, proofs, checkpoints, SSHSIG, keyring: the one verifier.
@NullMarked
package hms.trust;

import org.jspecify.annotations.NullMarked;
