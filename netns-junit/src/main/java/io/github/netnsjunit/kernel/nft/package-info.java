/**
 * Floor 0, hidden: the messages of nf_tables, which filter, count and translate packets. A {@link
 * io.github.netnsjunit.kernel.nft.NftBatch} holds requests of which the kernel carries out all or none; a {@link
 * io.github.netnsjunit.kernel.nft.NftTable} makes them.
 */
@NullMarked
package io.github.netnsjunit.kernel.nft;

import org.jspecify.annotations.NullMarked;
