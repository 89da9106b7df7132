package io.github.netnsjunit.kernel.nft;

import java.util.ArrayList;
import java.util.List;

/**
 * A rule: conditions, and what is done with a packet that meets all of them, in their order. Immutable.
 *
 * @param chain the name of its chain
 * @param comment what the rule is for, which {@code nft} prints too; up to 127 bytes
 * @param expressions the rule in the words of the kernel
 */
public record NftRule(String chain, String comment, List<Expression> expressions) {

    private static final int NFTA_CMP_SREG = 1;
    private static final int NFTA_CMP_OP = 2;
    private static final int NFTA_CMP_DATA = 3;

    private static final int NFTA_BITWISE_SREG = 1;
    private static final int NFTA_BITWISE_DREG = 2;
    private static final int NFTA_BITWISE_LEN = 3;
    private static final int NFTA_BITWISE_MASK = 4;
    private static final int NFTA_BITWISE_XOR = 5;

    private static final int NFTA_LOOKUP_SET = 1;
    private static final int NFTA_LOOKUP_SREG = 2;
    private static final int NFTA_LOOKUP_DREG = 3;
    private static final int NFTA_LOOKUP_SET_ID = 4;
    private static final int NFTA_LOOKUP_FLAGS = 5;
    private static final int NFT_LOOKUP_F_INV = 1;

    private static final int NFTA_RANGE_SREG = 1;
    private static final int NFTA_RANGE_OP = 2;
    private static final int NFTA_RANGE_FROM_DATA = 3;
    private static final int NFTA_RANGE_TO_DATA = 4;
    private static final int NFT_RANGE_EQ = 0;

    public NftRule {
        expressions = List.copyOf(expressions);
    }

    /** A rule without conditions, which does nothing so far. */
    public static NftRule in(String chain, String comment) {
        return new NftRule(chain, comment, List.of());
    }

    /** Adds expressions: what the rule does. */
    public NftRule then(Expression... more) {
        return with(List.of(more));
    }

    /** Reads a value into a register, and into those after it. */
    public NftRule read(int register, Load value) {
        return then(value.to(register));
    }

    /** Reads values into the registers from 0 on, one after the other. */
    public NftRule readAll(List<Load> values) {
        return with(Load.all(0, values));
    }

    /** Adds the condition that a value is equal to another. */
    public NftRule where(Load value, byte... other) {
        return compare(value, NfTables.NFT_CMP_EQ, other);
    }

    /** Adds the condition that a value is not equal to another. */
    public NftRule whereNot(Load value, byte... other) {
        return compare(value, NfTables.NFT_CMP_NEQ, other);
    }

    /** Adds the condition that a value, in network order, is between two others or equal to one of them. */
    public NftRule whereBetween(Load value, byte[] first, byte[] last) {
        return then(value.to(0), new Expression("range", out -> {
            out.putBigEndian(NFTA_RANGE_SREG, Expression.register(0)).putBigEndian(NFTA_RANGE_OP, NFT_RANGE_EQ);
            Expression.value(out, NFTA_RANGE_FROM_DATA, first);
            Expression.value(out, NFTA_RANGE_TO_DATA, last);
        }));
    }

    /** Adds a comparison; see NFT_CMP_EQ and its like. */
    public NftRule compare(Load value, int operator, byte... other) {
        return then(value.to(0), compare(operator, other));
    }

    /** Adds the condition that the bits of a mask have these values in a value. The mask is as long as the value. */
    public NftRule whereMasked(Load value, byte[] mask, byte... bits) {
        return then(value.to(0), mask(mask), compare(NfTables.NFT_CMP_EQ, bits));
    }

    /** Adds the condition that the bits of a mask do not all have these values in a value. The mask is as long as the value. */
    public NftRule whereNotMasked(Load value, byte[] mask, byte... bits) {
        return then(value.to(0), mask(mask), compare(NfTables.NFT_CMP_NEQ, bits));
    }

    /** Adds the condition that at least one of the bits of a mask is set in a value. The mask is as long as the value. */
    public NftRule whereAny(Load value, byte... mask) {
        return then(value.to(0), mask(mask), compare(NfTables.NFT_CMP_NEQ, new byte[mask.length]));
    }

    /** Adds the condition that a value, or a concatenation of several, is an element of a set. Linux 6.1 does not take a map here. */
    public NftRule whereIn(NftSet set, Load... key) {
        return lookUp(set, Action.NO_REGISTER, false, List.of(key));
    }

    /** Adds the condition that it is not. */
    public NftRule whereNotIn(NftSet set, Load... key) {
        return lookUp(set, Action.NO_REGISTER, true, List.of(key));
    }

    /**
     * Looks a key up in a map, and puts what is found there into registers from the given one on. The rule ends if there is nothing.
     *
     * @param key none if the registers from 0 on hold it already
     */
    public NftRule find(NftSet map, int register, Load... key) {
        return lookUp(map, register, false, List.of(key));
    }

    private NftRule lookUp(NftSet set, int register, boolean inverted, List<Load> key) {
        return readAll(key).then(new Expression("lookup", out -> {
            out.putString(NFTA_LOOKUP_SET, set.name())
                    .putBigEndian(NFTA_LOOKUP_SREG, Expression.register(0))
                    .putBigEndian(NFTA_LOOKUP_SET_ID, set.id());
            if (register != Action.NO_REGISTER) {
                out.putBigEndian(NFTA_LOOKUP_DREG, Expression.register(register));
            }
            if (inverted) {
                out.putBigEndian(NFTA_LOOKUP_FLAGS, NFT_LOOKUP_F_INV);
            }
        }));
    }

    private static Expression compare(int operator, byte... other) {
        return new Expression("cmp", out -> {
            out.putBigEndian(NFTA_CMP_SREG, Expression.register(0)).putBigEndian(NFTA_CMP_OP, operator);
            Expression.value(out, NFTA_CMP_DATA, other);
        });
    }

    private static Expression mask(byte... mask) {
        return new Expression("bitwise", out -> {
            out.putBigEndian(NFTA_BITWISE_SREG, Expression.register(0))
                    .putBigEndian(NFTA_BITWISE_DREG, Expression.register(0))
                    .putBigEndian(NFTA_BITWISE_LEN, mask.length);
            Expression.value(out, NFTA_BITWISE_MASK, mask);
            Expression.value(out, NFTA_BITWISE_XOR, new byte[mask.length]);
        });
    }

    private NftRule with(List<Expression> more) {
        List<Expression> all = new ArrayList<>(expressions);
        all.addAll(more);
        return new NftRule(chain, comment, all);
    }
}
