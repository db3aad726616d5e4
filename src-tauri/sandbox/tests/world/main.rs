//! The world over real loopback sockets, as a client meets it.

#[cfg(test)]
mod faults;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod model;
#[cfg(test)]
mod oauth;
#[cfg(test)]
mod people;
#[cfg(test)]
mod sites;
#[cfg(test)]
mod smtp;
#[cfg(test)]
mod support;
