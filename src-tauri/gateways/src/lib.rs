//! The only room that opens a socket: mail, models, keychain.
