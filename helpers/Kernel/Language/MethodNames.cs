using System.Reflection;

namespace CSharpKernel.Language;

/// <summary>Gives methods the names that the user gave them, and not those that the compiler made of them.</summary>
internal static class MethodNames
{
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
        name = Simplify(name);

        // What a cell declares is nested in the cell's own type.
        var owner = type?.FullName ?? "";
        if (owner.StartsWith("Submission#", StringComparison.Ordinal)) owner = string.Join('.', owner.Split('+').Skip(1));
        return owner.Length == 0 ? name : $"{owner.Replace('+', '.')}.{name}";
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
}
