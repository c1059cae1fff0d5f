-- kcheck in Neovim 0.7 and later: put this file into ~/.config/nvim/plugin/.
--
-- Diagnostics come as you type; the rest is Neovim's own: vim.lsp.buf.code_action(), vim.lsp.buf.hover(),
-- vim.lsp.buf.format() (before 0.8: formatting()).

local filetypes = { 'c', 'cpp', 'dts', 'kconfig', 'make', 'rst', 'yaml', 'gitcommit', 'diff', 'mail' }

local config = {
  name = 'kcheck',
  cmd = { 'kcheck', 'lsp' },
  -- Keys of .kcheck.toml go here, and before what the file says: { strict = true, ignore = { 'LONG_LINE' } }
  init_options = vim.g.kcheck_options or vim.empty_dict(),
}

local function root_of(path)
  local git = vim.fn.finddir('.git', vim.fn.fnamemodify(path, ':p:h') .. ';')
  return git ~= '' and vim.fn.fnamemodify(git, ':p:h:h') or vim.fn.fnamemodify(path, ':p:h')
end

local clients = {}

vim.api.nvim_create_autocmd('FileType', {
  pattern = filetypes,
  callback = function(event)
    local root = root_of(vim.api.nvim_buf_get_name(event.buf))
    local options = vim.tbl_extend('force', config, { root_dir = root })
    if vim.lsp.start then
      vim.lsp.start(options, { bufnr = event.buf })
      return
    end
    if not clients[root] or not vim.lsp.get_client_by_id(clients[root]) then
      clients[root] = vim.lsp.start_client(options)
    end
    vim.lsp.buf_attach_client(event.buf, clients[root])
  end,
})
