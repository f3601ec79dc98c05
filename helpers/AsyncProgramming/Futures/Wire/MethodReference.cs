namespace AsyncProgramming.Futures.Wire;

/// <summary>Where a worker finds a method.</summary>
/// <param name="AssemblyPath">The assembly's file.</param>
/// <param name="Version">The module's version id: says whether the file is still the one that the pool's process loaded.</param>
/// <param name="Token">The method's metadata token.</param>
internal sealed record MethodReference(string AssemblyPath, Guid Version, int Token);
