" Drives Vim's :make with the compiler plugin. What it saw goes to the file $SEEN.
set nomore
execute 'edit' $FILE
compiler kcheck
silent make
let s:seen = map(getqflist(), {_, one -> printf('%d:%d %s %s', one.lnum, one.col, one.type, one.text)})
call writefile(s:seen, $SEEN)
qall!
