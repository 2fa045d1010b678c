(* Stack overflows are exceptions in OCaml: its handler of SIGSEGV jumps out of the fault. *)

external first_call : unit -> bool = "ocaml_first_call"

let rec depth n = if n < 0 then 0 else 1 + depth (n + 1)

let overflow () =
  match depth 0 with
  | _ -> failwith "no overflow"
  | exception Stack_overflow -> ()

let () =
  if Array.length Sys.argv > 1 then assert (first_call ());
  for _ = 1 to 5 do
    overflow ()
  done;
  print_endline "went on"
