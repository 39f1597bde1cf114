//! A service that a login asks, such as a cloud's metadata service: whatever it is asked, it gives one
//! answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A running service. Its thread ends with the process.
pub(super) struct StandIn {
    pub(super) url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl StandIn {
    pub(super) fn new(answer: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (all, answer) = (Arc::clone(&asked), answer.to_owned());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let line = serve(stream.unwrap(), &answer);
                all.lock().unwrap().extend(line);
            }
        });
        Self { url, asked }
    }

    /// The first line of each request, without the version.
    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// One request a connection.
fn serve(stream: TcpStream, answer: &str) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_lowercase()),
        }
    }
    let length = lines.iter().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}", answer.len());
    let mut stream = reader.into_inner();
    stream.write_all(format!("{head}\r\n\r\n{answer}").as_bytes()).ok()?;
    lines.first()?.strip_suffix(" http/1.1").map(str::to_owned)
}
