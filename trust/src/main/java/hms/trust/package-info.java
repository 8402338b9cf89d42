/// What proves something to somebody who does not trust us: the one verifier, for server, client
/// and auditor alike. No dependencies.
///
/// A tour, from the bottom up:
///
/// - [Digest] names exact bytes. [Verdict] is the answer of everything that verifies: a value, or
///   the reason for refusing. [MalformedException] is thrown by everything that parses.
/// - [Merkle] is the tree of RFC 6962: roots, inclusion and consistency proofs. [MerkleFrontier] is
///   the same tree while it grows, reduced to its right edge. [TilePath] and [TileRows] are its
///   storage and publication in tiles of 256 hashes.
/// - [Ed25519PrivateKey], [Ed25519PublicKey], [Ed25519Signer] and [Ed25519Verifier] are the one
///   signature algorithm; [JdkEd25519] implements it with the JDK alone.
/// - [SignedNote] is a text with signatures, [Checkpoint] the text that states a tree's size and
///   root, [TlogProof] an inclusion proof that carries its checkpoint along.
/// - [OpenSshKey] and [OpenSshPrivateKey] are people's keys, [SshSig] their signatures, and
///   [Keyring] says whose key was good at which position of the ledger.
@NullMarked
package hms.trust;

import org.jspecify.annotations.NullMarked;
