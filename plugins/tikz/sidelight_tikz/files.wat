;; SPDX-FileCopyrightText: The Sidelight authors
;; SPDX-License-Identifier: Apache-2.0
;;
;; TeX's reading and writing, next to it and not in Python: it asks for a line or prints a character tens of
;; thousands of times for one picture, and a call into Python costs a hundred times one between modules.
;;
;; The memory $own begins with a table of open files, 32 bytes each, which the host fills:
;;   0 kind: 0 cannot be opened, 1 is read, 2 is written, 3 is written and forgotten
;;   4 where its bytes begin   8 where the next one is   12 where they end
;;  16 at its end?            20 at the end of a line?  24 where `get` is, which reads ahead of `inputln`
;; A negative number stands for the terminal, whose place is the first.
(module
  (import "tex" "memory" (memory $tex 1100))
  (import "host" "open" (func $open (param i32 i32 i32) (result i32)))
  (import "host" "drain" (func $drain (param i32)))
  (import "host" "shut" (func $shut (param i32)))
  (import "host" "too_long" (func $too_long (param i32)))
  (import "host" "finish" (func $finish))
  (memory $own (export "files") 32 1024)

  (func $place (param $file i32) (result i32)
    (if (result i32) (i32.lt_s (local.get $file) (i32.const 0))
      (then (i32.const 0))
      (else (i32.shl (local.get $file) (i32.const 5)))))

  (func $emit (param $file i32) (param $byte i32)
    (local $place i32) (local $at i32)
    (local.set $place (call $place (local.get $file)))
    (if (i32.ne (i32.load $own (local.get $place)) (i32.const 2)) (then (return)))
    (local.set $at (i32.load $own offset=8 (local.get $place)))
    (i32.store8 $own (local.get $at) (local.get $byte))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (i32.store $own offset=8 (local.get $place) (local.get $at))
    (if (i32.eq (local.get $at) (i32.load $own offset=12 (local.get $place)))
      (then (call $drain (i32.shr_u (local.get $place) (i32.const 5))))))

  (func $emit_many (param $file i32) (param $from i32) (param $count i32)
    (if (i32.eq (i32.load $own (call $place (local.get $file))) (i32.const 3)) (then (return)))
    (block $done (loop $more
      (br_if $done (i32.eqz (local.get $count)))
      (call $emit (local.get $file) (i32.load8_u $tex (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br $more))))

  (func (export "printChar") (param $file i32) (param $byte i32)
    (call $emit (local.get $file) (local.get $byte)))

  (func (export "printNewline") (param $file i32)
    (call $emit (local.get $file) (i32.const 10)))

  ;; A string of Pascal: its length in one byte, then its characters.
  (func (export "printString") (param $file i32) (param $text i32)
    (call $emit_many (local.get $file) (i32.add (local.get $text) (i32.const 1))
      (i32.load8_u $tex (local.get $text))))

  (func (export "put") (param $file i32) (param $from i32) (param $count i32)
    (call $emit_many (local.get $file) (local.get $from) (local.get $count)))

  (func $digits (param $file i32) (param $number i32)
    (if (i32.ge_u (local.get $number) (i32.const 10))
      (then (call $digits (local.get $file) (i32.div_u (local.get $number) (i32.const 10)))))
    (call $emit (local.get $file)
      (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10)))))

  (func (export "printInteger") (param $file i32) (param $number i32)
    (if (i32.lt_s (local.get $number) (i32.const 0))
      (then
        (call $emit (local.get $file) (i32.const 45))
        (local.set $number (i32.sub (i32.const 0) (local.get $number)))))
    (call $digits (local.get $file) (local.get $number)))

  (func (export "reset") (param $length i32) (param $name i32) (result i32)
    (call $open (i32.const 0) (local.get $length) (local.get $name)))

  (func (export "rewrite") (param $length i32) (param $name i32) (result i32)
    (call $open (i32.const 1) (local.get $length) (local.get $name)))

  (func (export "close") (param $file i32)
    (if (i32.gt_s (local.get $file) (i32.const 0)) (then (call $shut (local.get $file)))))

  (func (export "eof") (param $file i32) (result i32)
    (i32.load $own offset=16 (call $place (local.get $file))))

  (func (export "eoln") (param $file i32) (result i32)
    (i32.load $own offset=20 (call $place (local.get $file))))

  (func (export "erstat") (param $file i32) (result i32)
    (i32.eqz (i32.load $own (call $place (local.get $file)))))

  (func (export "get") (param $file i32) (param $to i32) (param $count i32)
    (local $place i32) (local $at i32) (local $left i32) (local $byte i32)
    (local.set $place (call $place (local.get $file)))
    (local.set $at (i32.load $own offset=24 (local.get $place)))
    (local.set $left (i32.sub (i32.load $own offset=12 (local.get $place)) (local.get $at)))
    (if (i32.or (i32.ne (i32.load $own (local.get $place)) (i32.const 1)) (i32.le_s (local.get $left) (i32.const 0)))
      (then
        (i32.store8 $tex (local.get $to) (i32.const 0))
        (i32.store $own offset=16 (local.get $place) (i32.const 1))
        (i32.store $own offset=20 (local.get $place) (i32.const 1))
        (return)))
    (if (i32.gt_s (local.get $count) (local.get $left)) (then (local.set $count (local.get $left))))
    (memory.copy $tex $own (local.get $to) (local.get $at) (local.get $count))
    (local.set $byte (i32.load8_u $tex (local.get $to)))
    (i32.store $own offset=20 (local.get $place)
      (i32.or (i32.eq (local.get $byte) (i32.const 10)) (i32.eq (local.get $byte) (i32.const 13))))
    (i32.store $own offset=24 (local.get $place) (i32.add (local.get $at) (local.get $count))))

  ;; The next line into TeX's buffer, without the spaces at its end. 0 if there is none.
  (func (export "inputln") (param $file i32) (param $pass_end i32) (param $buffer i32) (param $first_at i32)
      (param $last_at i32) (param $highest_at i32) (param $room i32) (result i32)
    (local $place i32) (local $from i32) (local $to i32) (local $end i32) (local $first i32) (local $last i32)
    (local.set $place (call $place (local.get $file)))
    (local.set $from (i32.load $own offset=8 (local.get $place)))
    (local.set $end (i32.load $own offset=12 (local.get $place)))
    (local.set $first (i32.load $tex (local.get $first_at)))
    (i32.store $tex (local.get $last_at) (local.get $first))
    (if (i32.and (i32.ne (local.get $pass_end) (i32.const 0)) (i32.load $own offset=20 (local.get $place)))
      (then (if (i32.eqz (i32.load $own offset=16 (local.get $place)))
        (then (local.set $from (i32.add (local.get $from) (i32.const 1)))))))
    (if (i32.or (i32.ne (i32.load $own (local.get $place)) (i32.const 1)) (i32.ge_u (local.get $from) (local.get $end)))
      (then
        (i32.store $own offset=16 (local.get $place) (i32.const 1))
        (return (i32.const 0))))
    (local.set $to (local.get $from))
    (block $found (loop $more
      (br_if $found (i32.ge_u (local.get $to) (local.get $end)))
      (br_if $found (i32.eq (i32.load8_u $own (local.get $to)) (i32.const 10)))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (br $more)))
    (local.set $last (i32.add (local.get $first) (i32.sub (local.get $to) (local.get $from))))
    (if (i32.ge_s (local.get $last) (i32.sub (local.get $room) (i32.const 1)))
      (then (call $too_long (local.get $room)) (unreachable)))
    (memory.copy $tex $own (i32.add (local.get $buffer) (local.get $first)) (local.get $from)
      (i32.sub (local.get $to) (local.get $from)))
    (block $bare (loop $more
      (br_if $bare (i32.le_s (local.get $last) (local.get $first)))
      (br_if $bare (i32.ne (i32.const 32)
        (i32.load8_u $tex (i32.sub (i32.add (local.get $buffer) (local.get $last)) (i32.const 1)))))
      (local.set $last (i32.sub (local.get $last) (i32.const 1)))
      (br $more)))
    (i32.store $tex (local.get $last_at) (local.get $last))
    (if (i32.ge_s (local.get $last) (i32.load $tex (local.get $highest_at)))
      (then (i32.store $tex (local.get $highest_at) (i32.add (local.get $last) (i32.const 1)))))
    (i32.store $own offset=8 (local.get $place) (local.get $to))
    (i32.store $own offset=20 (local.get $place) (i32.const 1))
    (i32.const 1))

  ;; Every run happens at the same moment, so that the same text gives the same picture.
  (func (export "getCurrentMinutes") (result i32) (i32.const 0))
  (func (export "getCurrentDay") (result i32) (i32.const 1))
  (func (export "getCurrentMonth") (result i32) (i32.const 1))
  (func (export "getCurrentYear") (result i32) (i32.const 2000))

  (func (export "tex_final_end") (call $finish)))
