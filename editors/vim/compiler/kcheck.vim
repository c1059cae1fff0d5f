" :compiler kcheck, then :make: what is found in the file fills the quickfix list.
" Have this directory in your runtimepath: set runtimepath+=/path/to/kcheck/editors/vim

if exists('current_compiler')
  finish
endif
let current_compiler = 'kcheck'

CompilerSet makeprg=kcheck\ --format\ concise\ --quiet\ %:S
CompilerSet errorformat=
      \%f:%l:%c:\ %trror:\ %m,
      \%f:%l:%c:\ %tarning:\ %m,
      \%f:%l:%c:\ %theck:\ %m,
      \kcheck:\ %m
