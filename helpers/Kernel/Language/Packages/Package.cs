namespace CSharpKernel.Language.Packages;

/// <summary>A package that a restore has put on this machine.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">The version that was chosen.</param>
/// <param name="Dependencies">The packages that it asks for, with the least version of each.</param>
/// <param name="Assemblies">The assemblies that cells can use, without what the runtime has as well, unless they are newer.</param>
/// <param name="References">What cells that use those are compiled against: a package may show another surface than it has.</param>
/// <param name="NativeLibraries">Libraries of machine code that those use.</param>
/// <param name="Frameworks">The names of shared frameworks that it needs.</param>
/// <param name="ExtendsInteractive">Whether it brings something that .NET Interactive loads into itself.</param>
internal sealed record Package(
    string Id,
    string Version,
    IReadOnlyDictionary<string, string> Dependencies,
    IReadOnlyList<string> Assemblies,
    IReadOnlyList<string> References,
    IReadOnlyList<string> NativeLibraries,
    IReadOnlyList<string> Frameworks,
    bool ExtendsInteractive)
{
    /// <summary>Whether it brings a newer version of what the runtime has.</summary>
    public bool IsAheadOfRuntime => Assemblies.Any(FrameworkReferences.IsOlderThan);

    /// <summary>Its name and version, and in what that is not what a cell may expect.</summary>
    /// <param name="wanted">The version that was asked for.</param>
    /// <param name="tooNew">The newest version, if this one was taken because that goes with a newer .NET.</param>
    public string Describe(string wanted, string? tooNew)
    {
        var isOther = char.IsAsciiDigit(wanted[0]) && !wanted.Contains('*', StringComparison.Ordinal)
            && !Version.StartsWith(wanted, StringComparison.OrdinalIgnoreCase);
        return $"{Id} {Version}" + (isOther ? $" (there is no {wanted})" : "")
            + (tooNew is null ? "" : $" ({tooNew} goes with a newer .NET than {Environment.Version.Major})")
            + (Assemblies.Count == 0 && FrameworkReferences.Contains(Id) ? " (what .NET itself has of it is used)" : "")
            + (ExtendsInteractive ? " (its extension of .NET Interactive is left out)" : "");
    }
}
