Console.WriteLine("hybrid");
