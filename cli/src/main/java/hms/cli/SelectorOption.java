package hms.cli;

import hms.artifact.Selector;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads for whom a canary is.
final class SelectorOption implements ITypeConverter<Selector> {

    @Override
    public Selector convert(String text) {
        return Selector.parse(text)
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "\""
                                                + text
                                                + "\" is not for whom a canary can be; write a"
                                                + " share such as 5% or 0.05, an attribute such as"
                                                + " region:NCR, or both: \"region:NCR 5%\""));
    }
}
