/// Bearer tokens of the built-in issuer: how they are signed, how strictly they are read, and who
/// stands behind them.
///
/// A token says who its bearer is, and nothing more: what he may do, and whether he still may, is
/// read from the ledger with every request. [hms.server.token.TokenIssuer] makes tokens,
/// [hms.server.token.TokenReader] verifies them, [hms.server.token.Bearers] turns them into
/// callers.
@NullMarked
package hms.server.token;

import org.jspecify.annotations.NullMarked;
