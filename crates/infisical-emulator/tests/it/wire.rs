//! What only the wire shows.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::client::{Call, current, recorded};

#[test]
fn a_connection_is_kept_alive() {
    let emulator = current();
    let address = emulator.url().replace("http://", "");
    let mut stream = TcpStream::connect(&address).unwrap();
    let request = format!("GET /api/status HTTP/1.1\r\nhost: {address}\r\n\r\n");
    for _ in 0..3 {
        stream.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        while !text.ends_with('}') {
            let mut piece = [0; 1024];
            let length = stream.read(&mut piece).unwrap();
            assert_ne!(length, 0, "{text}");
            text.push_str(std::str::from_utf8(&piece[..length]).unwrap());
        }
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
    }
}

#[test]
fn a_known_body_is_not_sent_again() {
    let emulator = recorded();
    let token = emulator.token_for("admin");
    let path = format!("/api/v1/identities/{}", emulator.admin_id());
    let first = Call::new(&emulator, "GET", &path).token(&token).send();
    let etag = first.header("etag").unwrap();
    let again = Call::new(&emulator, "GET", &path).token(&token);
    let again = again.header("if-none-match", etag).send();
    assert_eq!((again.status, again.text.as_str()), (304, ""));
}

#[test]
fn a_stopped_emulator_is_gone() {
    let emulator = current();
    let address = emulator.url().replace("http://", "");
    let mut kept = TcpStream::connect(&address).unwrap();
    kept.write_all(format!("GET /api/status HTTP/1.1\r\nhost: {address}\r\n\r\n").as_bytes())
        .unwrap();
    assert_ne!(kept.read(&mut [0; 1024]).unwrap(), 0);
    drop(emulator);
    // The kept connection ends with the emulator, so nothing is left to answer on it.
    assert!(matches!(kept.read(&mut [0; 1024]), Ok(0) | Err(_)));
}
