package hms.cli;

import hms.artifact.Schedule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Checks when a release is to go live, before anything is sent. The server says which instant that
/// is: it knows the legal zone, and the time.
final class ScheduleOption implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        Schedule.problem(text)
                .ifPresent(
                        problem -> {
                            throw new TypeConversionException(
                                    "\"" + text + "\" " + problem + "; " + Schedule.FORMS);
                        });
        return text;
    }
}
