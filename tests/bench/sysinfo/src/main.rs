//! The peer of Rust: ps's columns by sysinfo, but for the number of threads, which it returns only by listing each.
//!
//! It reads once for every line of its input and answers with a line of JSON. With the argument "fresh" it forgets the
//! processes in between, as psutil_process_table does; else it keeps them, and with them their files open.

use serde_json::{json, Value};
use std::io::{stdin, BufRead};
use std::time::Instant;
use sysinfo::{Process, ProcessRefreshKind, ProcessesToUpdate, System, UpdateKind, Users};

fn row(process: &Process, users: &Users) -> Value {
    json!({
        "pid": process.pid().as_u32(),
        "ppid": process.parent().map_or(0, |pid| pid.as_u32()),
        "name": process.name().to_string_lossy(),
        "status": process.status().to_string(),
        "cpu": process.accumulated_cpu_time() as f64 / 1000.0,
        "create_time": process.start_time(),
        "rss": process.memory(),
        "vms": process.virtual_memory(),
        "uids": process.user_id().map(|uid| [**uid]),
        "username": process.user_id().and_then(|uid| users.get_user_by_id(uid)).map(|user| user.name()),
        "cmdline": process.cmd().iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>(),
    })
}

fn main() {
    let fresh = std::env::args().nth(1).as_deref() == Some("fresh");
    let users = Users::new_with_refreshed_list();
    let columns = ProcessRefreshKind::nothing()
        .with_cpu()
        .with_memory()
        .with_cmd(UpdateKind::Always)
        .with_user(UpdateKind::Always)
        .without_tasks();
    let mut system = System::new();
    for line in stdin().lock().lines() {
        let start = Instant::now();
        if fresh {
            system = System::new();
        }
        system.refresh_processes_specifics(ProcessesToUpdate::All, true, columns);
        let seconds = start.elapsed().as_secs_f64();
        let processes = system.processes().values();
        let answer = if line.expect("a line") == "time" {
            json!({"seconds": seconds, "rows": processes.len()})
        } else {
            json!({"rows": processes.map(|process| row(process, &users)).collect::<Vec<_>>()})
        };
        println!("{answer}");
    }
}
