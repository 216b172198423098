"""Search over sealed texts: an index that is sealed itself, and that tells nothing without keys.

Of each text the index keeps the stems of its words, as keyed hashes, in one sealed value that
belongs to its row: texts that wait (`texts`). The worker turns those that wait into segments
(`merging`): for each stem the texts that have it, one after the other, cut into blocks of one
length (`blocks`), each sealed for its place. A lookup opens the few blocks where its stems stand
(`lookup`). No value is ever stored twice, none is as long as what it holds, and a segment is never
changed: it is replaced.

Who may see what is found is asked of the complaints, not of the index.
"""
