using System.Reflection;
using System.Text.RegularExpressions;

namespace CSharpKernel.Language;

/// <summary>Gives types and methods the names that they have in source, and not those that the compiler made of them.</summary>
internal static partial class SourceNames
{
    /// <summary>A type's name with its namespace, which is the name alone of what a cell has declared.</summary>
    public static string Of(Type type)
    {
        if (type.IsConstructedGenericType) type = type.GetGenericTypeDefinition();
        var name = type.FullName ?? type.Name;

        // What a cell declares is nested in the cell's own type.
        if (name.StartsWith("Submission#", StringComparison.Ordinal)) name = string.Join('+', name.Split('+').Skip(1));
        return Arity().Replace(name, "").Replace('+', '.');
    }

    /// <summary>A method's name with that of its type; empty for the code of a cell outside any method.</summary>
    public static string Of(MethodBase method)
    {
        var (type, name) = (method.DeclaringType, method.Name);

        // What an async method or an iterator was turned into: a type of the name <Method>d__1, with a method MoveNext.
        if (name == "MoveNext" && type is { Name: ['<', ..] })
        {
            name = type.Name;
            type = type.DeclaringType;
        }

        // A closure's type.
        while (type is { Name: ['<', ..] }) type = type.DeclaringType;
        var owner = type is null ? "" : Of(type);
        if (name == ".ctor" && owner.Length > 0) return $"new {owner}";
        if (name == ".cctor" && owner.Length > 0) return $"static {owner}";
        name = Simplify(name);
        if (method.IsSpecialName && name.Split('_', 2) is ["get" or "set", var property])
            name = property == "Item" ? "this[]" : property;
        return owner.Length == 0 ? name : $"{owner}.{name}";
    }

    private static string Simplify(string name)
    {
        if (!name.StartsWith('<')) return name;

        // A local function: <Outer>g__Name|1_0. A lambda: <Outer>b__1_0. A cell: <<Initialize>>d__0.
        if (name.Split("g__", 2) is [_, var local]) return local.Split('|')[0];
        var outer = name.TrimStart('<').Split('>')[0];
        var isCell = outer is "Initialize" or "Factory" or "";
        if (name.Contains("b__", StringComparison.Ordinal)) return isCell ? "a lambda" : $"a lambda in {outer}";
        return isCell ? "" : outer;
    }

    /// <summary>Text that may name types of cells, with the names that those have in source.</summary>
    public static string In(string text) => Cell().Replace(text, "");

    // What the compiler puts before the names of types that cells declare.
    [GeneratedRegex(@"\bSubmission#\d+\+")]
    private static partial Regex Cell();

    // How many type arguments there are: Dictionary`2.
    [GeneratedRegex(@"`\d+")]
    private static partial Regex Arity();
}
