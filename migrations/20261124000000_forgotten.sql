-- A suppressed address is kept without its plus tag: it covers every form of it.
UPDATE OR REPLACE suppressions
SET value = substr(value, 1, instr(value, '+') - 1) || substr(value, instr(value, '@'))
WHERE kind = 'address' AND instr(value, '+') BETWEEN 2 AND instr(value, '@');
