package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Netlink;
import java.util.function.Consumer;

/**
 * One instruction of a rule. The instructions of a rule work on 16 registers of four bytes, which are numbered from 0 on. A longer value
 * takes as many registers as it needs.
 *
 * @param name the kernel's name of the kind, such as {@code cmp}
 * @param attributes writes what else it consists of
 */
public record Expression(String name, Consumer<AttributeWriter> attributes) {

    private static final int NFTA_LIST_ELEM = 1;
    private static final int NFTA_EXPR_NAME = 1;
    private static final int NFTA_EXPR_DATA = 2;

    private static final int NFTA_DATA_VALUE = 1;
    private static final int NFTA_DATA_VERDICT = 2;
    private static final int NFTA_VERDICT_CODE = 1;
    private static final int NFTA_VERDICT_CHAIN = 2;

    private static final int NFT_REG_VERDICT = 0;
    private static final int NFT_REG32_00 = 8;
    private static final int REGISTERS = 16;

    /** The kernel's number of a register. */
    static int register(int number) {
        if (number < 0 || number >= REGISTERS) {
            throw new IllegalArgumentException("nf_tables has the registers 0 to 15, and no [" + number + "]");
        }
        return NFT_REG32_00 + number;
    }

    /** An expression that decides what becomes of the packet; see NF_DROP and its like. */
    static Expression verdict(int code) {
        return immediateVerdict(out -> out.putBigEndian(NFTA_VERDICT_CODE, code));
    }

    /** The same for a verdict that names a chain. */
    static Expression verdict(int code, String chain) {
        return immediateVerdict(out -> out.putBigEndian(NFTA_VERDICT_CODE, code).putString(NFTA_VERDICT_CHAIN, chain));
    }

    private static Expression immediateVerdict(Consumer<AttributeWriter> verdict) {
        return new Expression("immediate", out -> {
            out.putBigEndian(Load.NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
            nested(out, Load.NFTA_IMMEDIATE_DATA, () -> nested(out, NFTA_DATA_VERDICT, () -> verdict.accept(out)));
        });
    }

    /** Writes an attribute with a value. */
    static void value(AttributeWriter out, int type, byte... value) {
        int start = beginNested(out, type);
        out.putBytes(NFTA_DATA_VALUE, value);
        out.endNested(start);
    }

    /** Writes an attribute that holds others, with the mark that nf_tables demands. */
    static void nested(AttributeWriter out, int type, Runnable content) {
        out.nested(type | Netlink.NLA_F_NESTED, content);
    }

    private static int beginNested(AttributeWriter out, int type) {
        return out.beginNested(type | Netlink.NLA_F_NESTED);
    }

    /** Writes the expression as an element of a list. */
    void write(AttributeWriter out) {
        int element = beginNested(out, NFTA_LIST_ELEM); // not nested(…): most of a ruleset is written here
        out.putString(NFTA_EXPR_NAME, name);
        int data = beginNested(out, NFTA_EXPR_DATA);
        attributes.accept(out);
        out.endNested(data);
        out.endNested(element);
    }
}
