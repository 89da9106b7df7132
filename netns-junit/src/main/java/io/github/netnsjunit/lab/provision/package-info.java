/** Floor 3, hidden: in which order the steps of parts are taken, and which go into one datagram. Knows no kind of part. */
@NullMarked
package io.github.netnsjunit.lab.provision;

import org.jspecify.annotations.NullMarked;
