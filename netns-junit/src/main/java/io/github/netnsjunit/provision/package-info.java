/**
 * Floor 1, hidden: how a part asks for what must be done to make it. A part asks for steps. Each step has a phase, and names what it needs
 * and what it makes. A part does not know in which order the steps are performed, nor in how many datagrams.
 */
@NullMarked
package io.github.netnsjunit.provision;

import org.jspecify.annotations.NullMarked;
