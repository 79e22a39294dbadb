// Package vault is the stored connections: what Settings > Integrations and the command
// line do with them. It knows no window and asks nobody; who calls it does.
//
// A [Keeper] keeps the records of package engine/auth in the store's vault, each sealed
// with the hosts that it may be sent to. The way in is [Keeper.Open], which tries what
// opens the vault without a question and otherwise says what is needed ([Needs]); and
// before the first save [Keeper.Ready], which makes the vault and returns the recovery
// code that is shown once. A key ring that is there and does not answer never leads to a
// new key: it is said, and the person decides.
//
// [Keeper.Save] is the one way in for a record: it cleans and checks the name, the hosts,
// the scheme and the settings. A provider's hosts come from its catalogue file, and one
// that the catalogue gained since is not added until it was agreed to ([Keeper.Widened]).
// A record that does not open, or whose hosts are not those it was sealed with, is named
// in the error of [Keeper.Connections], leaves the others usable, and is never deleted
// by itself.
//
// [Keeper.Export] writes connections into one file that a passphrase seals, for another
// machine of the same person; [Keeper.Import] reads it, and nothing goes in before it was
// shown and saved.
package vault
