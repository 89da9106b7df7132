package io.github.netnsjunit.topology;

/**
 * What a topology says of one policy rule.
 *
 * @param key the key that its part declares
 * @param text the rule as {@code ip rule} prints it
 */
public record RuleFacts(Key key, String text) {

    /** The namespace that has the rule. */
    public String namespace() {
        return key.namespace();
    }
}
