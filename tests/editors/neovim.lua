-- Drives Neovim as a user would: opens a file, looks, fixes, formats, saves. What it saw goes to the file $SEEN.

local seen = {}

local function wait_for(count)
  local function found()
    return #vim.diagnostic.get(0)
  end
  if not vim.wait(60000, function() return found() == count end, 20) then
    error(('%d diagnostics instead of %d'):format(found(), count))
  end
end

local function lines()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

local function run()
  vim.cmd('edit ' .. vim.env.FILE)
  wait_for(tonumber(vim.env.COUNT))
  for _, one in ipairs(vim.diagnostic.get(0)) do
    table.insert(seen, ('%d %s %s'):format(one.lnum + 1, one.source, one.code or one.user_data.lsp.code))
  end

  -- The quick fix, as chosen from the menu.
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      if options.format_item(item):find(vim.env.ACTION, 1, true) then
        return choose(item)
      end
    end
    error('no action ' .. vim.env.ACTION)
  end
  local before = lines()
  vim.api.nvim_win_set_cursor(0, { tonumber(vim.env.LINE), tonumber(vim.env.COLUMN) })
  vim.lsp.buf.code_action()
  if not vim.wait(60000, function() return lines() ~= before end, 20) then
    error('the action changed nothing')
  end
  table.insert(seen, 'after the fix:')
  table.insert(seen, vim.fn.getline(tonumber(vim.env.LINE)))

  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = 60000 })
  else
    vim.lsp.buf.formatting_sync(nil, 60000)
  end
  vim.cmd('write')
  wait_for(0)
  table.insert(seen, 'clean')
end

local ok, message = pcall(run)
if not ok then
  table.insert(seen, 'failed: ' .. message)
end
vim.fn.writefile(vim.split(table.concat(seen, '\n'), '\n'), vim.env.SEEN)
vim.cmd('qall!')
