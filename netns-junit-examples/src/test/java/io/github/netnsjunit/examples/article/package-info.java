/**
 * The article "Networking behind containers: network namespaces", claim by claim, on the real kernel.
 *
 * <p>One class a section, and two suites of them: {@link io.github.netnsjunit.examples.article.ArticleTests} in a root namespace of
 * its own, which needs no privilege on the machine, and {@link io.github.netnsjunit.examples.article.HostArticleTests} in the
 * machine's real one.
 */
package io.github.netnsjunit.examples.article;
