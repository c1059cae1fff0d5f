" Drives Vim with ALE. What it saw goes to the file $SEEN.
set nomore nocompatible
packadd ale
let g:ale_linters = {'c': ['kcheck']}
filetype plugin on
execute 'edit' $FILE
set filetype=c
call ale#Queue(0)
let s:seen = []
for s:turn in range(600)
  sleep 100m
  let s:seen = get(get(g:ale_buffer_info, bufnr(''), {}), 'loclist', [])
  if len(s:seen) >= $COUNT
    break
  endif
endfor
call writefile(map(copy(s:seen), {_, one -> printf('%d:%d %s %s', one.lnum, one.col, one.type, one.text)}), $SEEN)
qall!
