namespace CSharpKernel.Language;

/// <summary>The languages that other kernels' notebooks mix with C#, and how to run what is written in them.</summary>
internal static class ForeignLanguages
{
    private static readonly Dictionary<string, (string Name, string Advice)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fsharp"] = ("F#", "Run it with 'dotnet fsi', which the .NET SDK brings."),
        ["f#"] = ("F#", "Run it with 'dotnet fsi', which the .NET SDK brings."),
        ["pwsh"] = ("PowerShell", "Run it in a terminal with 'pwsh'."),
        ["powershell"] = ("PowerShell", "Run it in a terminal with 'pwsh'."),
        ["sql"] = ("SQL", "Send it from C#: #r \"nuget: Microsoft.Data.SqlClient\" brings what that needs."),
        ["kql"] = ("KQL", "Send it from C#: #r \"nuget: Microsoft.Azure.Kusto.Data\" brings what that needs."),
        ["http"] = ("HTTP", "Send the request from C#, with System.Net.Http.HttpClient."),
        ["python"] = ("Python", "Run it in a notebook of its own, with Jupyter's kernel for Python."),
        ["r"] = ("R", "Run it in a notebook of its own, with Jupyter's kernel for R."),
        ["typescript"] = ("TypeScript", "In #!javascript, a page runs plain JavaScript."),
    };

    /// <summary>Whether the name of a directive, with <c>#!</c>, is that of a language.</summary>
    public static bool Contains(string directive) => Known.ContainsKey(directive[2..]);

    /// <summary>What is to be said to a cell in such a language.</summary>
    /// <param name="language">The language's name, without <c>#!</c>.</param>
    public static string Explain(string language) => Known.TryGetValue(language, out var known)
        ? $"This is {known.Name}, and this kernel speaks C# only. {known.Advice}"
        : $"This is '{language}', and this kernel speaks C# only.";
}
