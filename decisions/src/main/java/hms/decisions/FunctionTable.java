package hms.decisions;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The functions and operators of the rule language: for each its overloads, as the checker sees
/// them (types) and as the runtime does (code).
final class FunctionTable {
    private final Map<String, List<CelOverloadDecl>> declarations = new LinkedHashMap<>();
    private final Map<String, List<CelFunctionBinding>> bindings = new LinkedHashMap<>();

    /// A function of one argument, written `name(a)`.
    <A> void unary(
            String name,
            String overload,
            CelType result,
            Parameter<A> a,
            CelFunctionOverload.Unary<A> code) {
        declare(name, CelOverloadDecl.newGlobalOverload(overload, result, a.type()));
        bind(name, CelFunctionBinding.from(overload, a.javaType(), code));
    }

    /// A function of one argument, written `a.name()`.
    <A> void unaryMember(
            String name,
            String overload,
            CelType result,
            Parameter<A> a,
            CelFunctionOverload.Unary<A> code) {
        declare(name, CelOverloadDecl.newMemberOverload(overload, result, a.type()));
        bind(name, CelFunctionBinding.from(overload, a.javaType(), code));
    }

    /// A function of two arguments, written `name(a, b)`, or an operator.
    <A, B> void binary(
            String name,
            String overload,
            CelType result,
            Parameter<A> a,
            Parameter<B> b,
            CelFunctionOverload.Binary<A, B> code) {
        declare(name, CelOverloadDecl.newGlobalOverload(overload, result, a.type(), b.type()));
        bind(name, CelFunctionBinding.from(overload, a.javaType(), b.javaType(), code));
    }

    /// A function of two arguments, written `a.name(b)`.
    <A, B> void binaryMember(
            String name,
            String overload,
            CelType result,
            Parameter<A> a,
            Parameter<B> b,
            CelFunctionOverload.Binary<A, B> code) {
        declare(name, CelOverloadDecl.newMemberOverload(overload, result, a.type(), b.type()));
        bind(name, CelFunctionBinding.from(overload, a.javaType(), b.javaType(), code));
    }

    /// A function of any number of arguments of one type, written `name(a, b, c)`.
    <A> void several(
            String name,
            String overload,
            CelType result,
            int count,
            Parameter<A> each,
            CelFunctionOverload code) {
        var types = new ArrayList<CelType>();
        var javaTypes = new ArrayList<Class<?>>();
        for (int i = 0; i < count; i++) {
            types.add(each.type());
            javaTypes.add(each.javaType());
        }
        declare(name, CelOverloadDecl.newGlobalOverload(overload, result, types));
        bind(name, CelFunctionBinding.from(overload, javaTypes, code));
    }

    /// Code for an overload that CEL's own declarations describe.
    <A, B> void code(
            String name,
            String overload,
            Class<A> a,
            Class<B> b,
            CelFunctionOverload.Binary<A, B> code) {
        bind(name, CelFunctionBinding.from(overload, a, b, code));
    }

    private void declare(String name, CelOverloadDecl overload) {
        declarations.computeIfAbsent(name, unused -> new ArrayList<>()).add(overload);
    }

    private void bind(String name, CelFunctionBinding binding) {
        bindings.computeIfAbsent(name, unused -> new ArrayList<>()).add(binding);
    }

    /// The declarations of those functions that have one of these names.
    List<CelFunctionDecl> declarations(Set<String> wanted) {
        var functions = new ArrayList<CelFunctionDecl>();
        declarations.forEach(
                (name, overloads) -> {
                    if (wanted.contains(name)) {
                        functions.add(CelFunctionDecl.newFunctionDeclaration(name, overloads));
                    }
                });
        return functions;
    }

    /// The code, grouped by function, so that a value of unknown type finds its overload when the
    /// rule runs.
    List<CelFunctionBinding> bindings() {
        var grouped = new ArrayList<CelFunctionBinding>();
        bindings.forEach(
                (name, overloads) ->
                        grouped.addAll(CelFunctionBinding.fromOverloads(name, overloads)));
        return grouped;
    }

    Iterable<String> names() {
        return declarations.keySet();
    }

    /// A parameter: its type in rules, and the class of its values.
    static final class Parameter<A> {
        private final CelType type;
        private final Class<A> javaType;

        private Parameter(CelType type, Class<A> javaType) {
            this.type = type;
            this.javaType = javaType;
        }

        static <A> Parameter<A> of(CelType type, Class<A> javaType) {
            return new Parameter<>(type, javaType);
        }

        CelType type() {
            return type;
        }

        Class<A> javaType() {
            return javaType;
        }
    }
}
