using BenchmarkDotNet.Running;

if (args is ["quick", var n]) { AzNetHelper.Benchmarks.Quick.Run(int.Parse(n)); return; }
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
