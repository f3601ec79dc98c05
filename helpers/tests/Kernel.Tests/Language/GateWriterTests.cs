using CSharpKernel.Language;
using Microsoft.CodeAnalysis.CSharp;

namespace Kernel.Tests.Language;

/// <summary>The gates must not change what code means. Each piece of code has loops, jumps, functions or lambdas.</summary>
public sealed class GateWriterTests
{
    [Theory]
    [InlineData("var n = 0; for (var i = 0; i < 3; i++) n += i; n", "3")]
    [InlineData("var n = 0; while (n < 3) n++; do n++; while (n < 9); n", "9")]
    [InlineData("var n = 0; foreach (var (a, b) in new[] { (1, 2), (3, 4) }) n += a * b; n", "14")]
    [InlineData("var n = 0; again: n++; if (n < 5) goto again; n", "5")]
    [InlineData("int F(int n) { switch (n) { case 0: return 7; case 1: goto case 0; default: goto case 1; } } F(9)", "7")]
    [InlineData("for (var i = 0; ; i++) if (i == 4) { i.Display(); break; } 1", "1")]
    [InlineData("int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(10)", "55")]
    [InlineData("void F(ref int n) => n++; var n = 1; F(ref n); n", "2")]
    [InlineData("int[] a = [1, 2]; ref int F() => ref a[1]; F() = 5; a[1]", "5")]
    [InlineData("async Task<int> F() => await Task.FromResult(3); await F()", "3")]
    [InlineData("async Task F() => await Task.Yield(); await F(); 4", "4")]
    [InlineData("async ValueTask F() => await Task.Yield(); await F(); 4", "4")]
    [InlineData("int F() => throw new InvalidOperationException(); try { F(); } catch (InvalidOperationException) { } 1", "1")]
    [InlineData("class A { public int P => 3; int q; public int Q { get => q; set => q = value + 1; } public int this[int i] => i; } var a = new A { Q = 1 }; a.P + a.Q + a[5]", "10")]
    [InlineData("class A { public int P { get => field; set => field = 2 * value; } } new A { P = 4 }.P", "8")]
    [InlineData("class A(int x) { public A() : this(3) { } public int X => x; public static A operator +(A a, A b) => new(a.X + b.X); public static implicit operator int(A a) => a.X; ~A() => Console.Write(1); } (int)(new A() + new A(4))", "7")]
    [InlineData("struct A { public int N; public void operator +=(int n) => N += n; public void operator ++() => N++; public void operator --() { N -= 10; } } var a = new A(); a += 4; a++; ++a; --a; a.N", "-4")]
    [InlineData("using Later = System.Threading.Tasks.Task; using Number = System.Threading.Tasks.Task<int>; async Later F() => await Task.Yield(); async Number G() => await Task.FromResult(3); await F(); await G()", "3")]
    [InlineData("IEnumerable<int> F() { for (var i = 0; i < 3; i++) yield return i; } F().Sum()", "3")]
    [InlineData("async IAsyncEnumerable<int> F() { for (var i = 0; i < 3; i++) { await Task.Yield(); yield return i; } } var n = 0; await foreach (var i in F()) n += i; n", "3")]
    [InlineData("new[] { 1, 2, 3 }.Select(x => x * 2).Where(x => x > 2).Sum()", "10")]
    [InlineData("var n = 0; Action a = () => n++; Func<int> f = () => n++; a(); f(); n", "2")]
    [InlineData("Action a = () => throw new InvalidOperationException(); Func<int> f = () => throw new InvalidOperationException(); 1", "1")]
    [InlineData("Func<Task> f = async () => await Task.Yield(); Func<Task<int>> g = async () => await Task.FromResult(2); await f(); await g()", "2")]
    [InlineData("await Task.Run(() => Task.FromResult(6))", "6")]
    [InlineData("Func<int, Func<int, int>> f = x => y => x + y; f(1)(2)", "3")]
    [InlineData("var f = (int x = 3) => x; f()", "3")]
    [InlineData("Func<int, int> f = delegate(int x) { return x + 1; }; f(1)", "2")]
    [InlineData("Func<object> f = () => new(); Func<int[]> g = () => [1]; Func<string> h = () => null; f() is not null && g().Length == 1 && h() is null", "True")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, int>> e = x => x + 1; e.ToString()", "x => (x + 1)")]
    [InlineData("new[] { 1, 2 }.AsQueryable().Where(x => new[] { 1 }.Any(y => y == x)).Count()", "1")]
    [InlineData("$\"{new[] { 1, 2 }.Select(x => x + 1).Sum():000}\"", "005")]
    [InlineData("$$\"\"\"{{new[] { 1, 2 }.Count(x => x > 1)}}\"\"\"", "1")]
    [InlineData("var q = from x in new[] { 1, 2, 3 } where x > 1 orderby x descending select x * 2; q.First()", "6")]
    [InlineData("unsafe int F() { var p = stackalloc int[3]; for (var i = 0; i < 3; i++) p[i] = i; return p[2]; } F()", "2")]
    [InlineData("int F() // one\n => /* two */ 3 // four\n ; F()", "3")]
    [InlineData("interface I { int M() => 3; } class C : I { } ((I)new C()).M()", "3")]
    [InlineData("record R(int A, int B = 2); record S(int A) : R(A); sealed record T(int A); record U<V>(V X) { public int Y => 1; } record W : R { public W() : base(1) { } } interface I; record X(int A) : I; $\"{new R(1)}{new S(1) == new S(1)}{new R(1) == new S(1)}{new T(1).GetHashCode() == new T(1).GetHashCode()}{new U<int>(3) with { X = 4 }}{new W()}{new X(1)}\"", "R { A = 1, B = 2 }TrueFalseTrueU { X = 4, Y = 1 }W { A = 1, B = 2 }X { A = 1 }")]
    [InlineData("partial record R { public int A { get; init; } } abstract record Q; record S : Q { protected override Type EqualityContract => typeof(int); } record struct P(int A); $\"{new R { A = 1 }}{new S()}{new P(1)}\"", "R { A = 1 }S { }P { A = 1 }")]
    [InlineData("class A { public List<int> X = new() { 1 }; public List<int> Y { get; } = [.. new List<int> { 2 }]; Func<object> f = () => new(); object[] b = { new object(), 3 }; object c = new int[2], d = true ? new A[1] : null; static A s = new(); public int N => X[0] + Y[0] + b.Length; } new A().N", "5")]
    [InlineData("struct A { public A() { } public List<int> X = new(3); } new A().X.Capacity", "3")]
    [InlineData("async Task<int> F(int n) => n == 0 ? 0 : await F(n - 1) + 1; await F(1500)", "1500")]
    [InlineData("async Task<int> F(int n) { var m = 0; for (var i = 0; i < n; i++) m += await G(i); return m; } async Task<int> G(int n) { await Task.CompletedTask; return 1; } await F(10_000)", "10000")]
    [InlineData("Func<int, int> f = static x => x switch { > 1 => 2, _ => 3 }; f(1)", "3")]
    public void Code_means_the_same_with_gates(string code, string result)
    {
        var outcome = new CSharpSession().Execute(code, 1, new RecordedOutput(), TestContext.Current.CancellationToken);

        Assert.Equal((result, null), (outcome.Result?["text/plain"], outcome.Error));
    }

    [Theory]
    [InlineData("for (;;) ;", "for (;;) {#;}")]
    [InlineData("while (true) { }", "while (true) {# }")]
    [InlineData("x: goto x;", "x: {#goto x;}")]
    [InlineData("int F() => 1;", "int F() {# return 1;}")]
    [InlineData("void F() => G();", "void F() {# G();}")]
    [InlineData("void F() { }", "void F() {# }")]
    [InlineData("class A { int P => 1; ~A() { } }", "class A { int P {get{# return 1;}} ~A() { } }")]
    [InlineData("Action a = () => { };", "Action a = () => {# };")]
    public void Every_loop_jump_and_function_has_one(string code, string expected)
    {
        var text = new EditedText(code);
        var tree = CSharpSyntaxTree.ParseText(code, SubmissionChain.ParseOptions, cancellationToken: TestContext.Current.CancellationToken);
        GateWriter.Write(tree.GetRoot(TestContext.Current.CancellationToken), 7, text, meaning: null);

        Assert.Equal(
            expected,
            text.Apply()
                .Replace("global::CSharpKernel.Language.CellGate.Check(7);", "#", StringComparison.Ordinal)
                .Replace("global::CSharpKernel.Language.CellGate.Enter(7);", "#", StringComparison.Ordinal));
    }
}
