-- SPDX-License-Identifier: Apache-2.0
-- For pandoc: what is in a block of class "wide" goes on landscape pages, as
-- sections of WordprocessingML (ECMA-376, part 1, 17.6). A section ends with
-- the properties in its last paragraph, one of ours that nobody sees. Those of
-- page.xml end the document; a section that names no footer would have none if
-- it came first.
local FOOTER = 'rId9' -- see make_reference.py; pandoc keeps it

-- In twentieths of a point. Pictures reckon with these margins: see
-- lib/write/html_picture.c.
local UPRIGHT = '<w:pgSz w:w="11906" w:h="16838"/>' ..
  '<w:pgMar w:top="1134" w:right="1021" w:bottom="1134" w:left="1021" ' ..
  'w:header="567" w:footer="567" w:gutter="0"/>'
local ACROSS = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' ..
  '<w:pgMar w:top="567" w:right="567" w:bottom="794" w:left="567" ' ..
  'w:header="284" w:footer="397" w:gutter="0"/>'

local mirrored = false

local function section(page)
  return pandoc.RawBlock('openxml',
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" ' ..
    'w:lineRule="exact"/><w:sectPr><w:footerReference w:type="default" ' ..
    'r:id="' .. FOOTER .. '"/><w:type w:val="nextPage"/>' .. page ..
    (mirrored and '<w:bidi/>' or '') .. '</w:sectPr></w:pPr></w:p>')
end

local function read_direction(meta)
  mirrored = meta.dir ~= nil and pandoc.utils.stringify(meta.dir) == 'rtl'
end

local function set_pages(blocks)
  local paged = pandoc.List()
  local after_wide = false

  for _, block in ipairs(blocks) do
    local wide = block.t == 'Div' and block.classes:includes('wide')
    if wide then
      if not after_wide then -- else a page would be empty
        paged:insert(section(UPRIGHT))
      end
      paged:extend(block.content)
      paged:insert(section(ACROSS))
    else
      paged:insert(block)
    end
    after_wide = wide
  end
  return paged
end

-- In a cell a list of one entry is no list.
local function open_list(list)
  if #list.content == 1 then
    return list.content[1]
  end
end

local function open_lists(cells)
  return pandoc.walk_block(cells, {BulletList = open_list})
end

return {{Meta = read_direction}, {Table = open_lists}, {Blocks = set_pages}}
