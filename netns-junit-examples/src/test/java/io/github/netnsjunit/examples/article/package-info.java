/**
 * The article "Networking behind containers: network namespaces", claim by claim, on the real kernel.
 *
 * <p>There is one class for each section, and there are two suites of all sections:
 * {@link io.github.netnsjunit.examples.article.ArticleTests} in a root namespace of its own, which needs no privilege
 * on the machine, and {@link io.github.netnsjunit.examples.article.HostArticleTests} in the machine's real one.
 */
package io.github.netnsjunit.examples.article;
