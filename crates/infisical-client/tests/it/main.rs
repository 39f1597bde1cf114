//! The client against a scripted server on 127.0.0.1. What the real server does is the emulator's
//! business; here each test says itself what is answered.

// `cfg(test)`: lints know then that helpers may unwrap.
#[cfg(test)]
mod cancel;
#[cfg(test)]
mod create;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod log;
#[cfg(test)]
mod login;
#[cfg(test)]
mod methods;
#[cfg(test)]
mod proxy;
#[cfg(test)]
mod redaction;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod secure;
#[cfg(test)]
mod server;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod together;
#[cfg(test)]
mod tokens;
