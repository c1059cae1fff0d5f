" kcheck for ALE: findings as you type, :ALECodeAction repairs, :ALEHover explains.
" Have this directory in your runtimepath: set runtimepath+=/path/to/kcheck/editors/vim

call ale#Set('c_kcheck_executable', 'kcheck')
" Keys of .kcheck.toml, which go before what the file says: {'strict': v:true, 'ignore': ['LONG_LINE']}
call ale#Set('c_kcheck_options', {})

function! ale_linters#c#kcheck#Root(buffer) abort
  let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')
  return empty(l:git) ? fnamemodify(bufname(a:buffer), ':p:h') : fnamemodify(l:git, ':h:h')
endfunction

call ale#linter#Define('c', {
\   'name': 'kcheck',
\   'lsp': 'stdio',
\   'executable': {buffer -> ale#Var(buffer, 'c_kcheck_executable')},
\   'command': '%e lsp',
\   'project_root': function('ale_linters#c#kcheck#Root'),
\   'initialization_options': {buffer -> ale#Var(buffer, 'c_kcheck_options')},
\})
