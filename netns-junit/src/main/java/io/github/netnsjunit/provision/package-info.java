/**
 * Floor 1, hidden: the words in which a part asks for its work. A part says its steps; each step has a phase, and names what it needs
 * and what it makes. In which order and in how many datagrams the steps are taken is nothing that a part knows.
 */
@NullMarked
package io.github.netnsjunit.provision;

import org.jspecify.annotations.NullMarked;
