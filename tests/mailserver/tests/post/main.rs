//! Mail over a real Postfix and a real Dovecot: the servers themselves, the world behind them, and the product's mailbox in front of them.
#![cfg(test)]

mod contract;
mod dress;
mod headers;
mod journey;
mod permission;
mod provider;
mod server;
mod stage;
mod world;
