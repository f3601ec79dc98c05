namespace CSharpKernel.Language.Packages;

/// <summary>A package that a restore has put on this machine.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">The version that was chosen.</param>
/// <param name="Assemblies">The assemblies that cells can use.</param>
/// <param name="NativeLibraries">Libraries of machine code that those use.</param>
internal sealed record Package(
    string Id, string Version, IReadOnlyList<string> Assemblies, IReadOnlyList<string> NativeLibraries)
{
    /// <summary>Its name and version, and the version that was asked for where there is none such.</summary>
    public string Describe(string wanted)
    {
        var isOther = char.IsAsciiDigit(wanted[0]) && !wanted.Contains('*', StringComparison.Ordinal)
            && !Version.StartsWith(wanted, StringComparison.OrdinalIgnoreCase);
        return $"{Id} {Version}" + (isOther ? $" (there is no {wanted})" : "");
    }
}
